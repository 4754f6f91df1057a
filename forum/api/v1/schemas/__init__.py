"""What programs send and get, as marshmallow schemas; the OpenAPI document is made of them."""
