"""The push process: one asyncio server that holds a stream for each open page."""
