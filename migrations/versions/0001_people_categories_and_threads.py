"""People, categories and threads."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CUT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "categories",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("slug", CUT, nullable=False),
        sa.Column("names", JSON, nullable=False),
        sa.Column("descriptions", JSON, nullable=False),
        sa.Column("hue", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("parent_id", NUMBER, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("may_see", sa.String(), nullable=False),
        sa.Column("may_start", sa.String(), nullable=False),
        sa.Column("may_reply", sa.String(), nullable=False),
        sa.Column("hides_askers", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('questions', 'discussions')", name=op.f("ck_categories_kind")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["categories.id"], name=op.f("fk_categories_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("slug", name=op.f("uq_categories_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "jobs",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_jobs_done_at_failed_at_run_at"),
            ["done_at", "failed_at", "run_at"],
            unique=False,
        )

    op.create_table(
        "kept_answers",
        sa.Column("owner_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("made_id", NUMBER, nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "key", name=op.f("pk_kept_answers")),
    )
    with op.batch_alter_table("kept_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_answers_kept_at"), ["kept_at"], unique=False)

    op.create_table(
        "password_resets",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("mailed_at", MOMENT, nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_resets_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("password_resets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_resets_begun_at"), ["begun_at"], unique=False)

    op.create_table(
        "pending_sign_ups",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("mailed_at", MOMENT, nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_sign_ups")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pending_sign_ups_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pending_sign_ups", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pending_sign_ups_begun_at"), ["begun_at"], unique=False
        )

    op.create_table(
        "settings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "stamps",
        sa.Column("subject", CUT, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_stamps")),
    )
    op.create_table(
        "tags",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", CUT, nullable=False),
        sa.Column("folded", CUT, nullable=False),
        sa.Column("synonym_of_id", NUMBER, nullable=True),
        sa.Column("is_reserved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["synonym_of_id"], ["tags.id"], name=op.f("fk_tags_synonym_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("folded", name=op.f("uq_tags_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "users",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("handle", CUT, nullable=False),
        sa.Column("skeleton", CUT, nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("trust_level", NUMBER, nullable=False),
        sa.Column("silenced_until", MOMENT, nullable=True),
        sa.Column("suspended_until", MOMENT, nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("origin_id", NUMBER, nullable=True),
        sa.CheckConstraint("trust_level BETWEEN 0 AND 4", name=op.f("ck_users_trust_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("origin", "origin_id", name=op.f("uq_users_origin_origin_id")),
        sa.UniqueConstraint("skeleton", name=op.f("uq_users_skeleton")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("signed_in_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_ins_user_id_ended_at"), ["user_id", "ended_at"], unique=False
        )

    op.create_table(
        "threads",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("category_id", NUMBER, nullable=False),
        sa.Column("author_id", NUMBER, nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hidden_with_opening", sa.Boolean(), nullable=False),
        sa.Column("staff_only", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_post_at", MOMENT, nullable=False),
        sa.Column("last_number", NUMBER, nullable=False),
        sa.Column("reply_count", NUMBER, nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("origin_id", NUMBER, nullable=True),
        sa.CheckConstraint(
            "state IN ('public', 'held', 'hidden', 'purged')", name=op.f("ck_threads_state")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_threads_author_id")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_threads_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("origin", "origin_id", name=op.f("uq_threads_origin_origin_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index("ix_threads_author", ["author_id", "id"], unique=False)
        batch_op.create_index(
            "ix_threads_category",
            ["category_id", "state", "staff_only", "audience", "last_post_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_threads_category_resolution",
            ["category_id", "state", "staff_only", "audience", "resolution", "last_post_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_threads_latest",
            ["state", "staff_only", "audience", "last_post_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_threads_resolution",
            ["state", "staff_only", "audience", "resolution", "last_post_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_threads_unanswered",
            ["state", "staff_only", "audience", "resolution", "reply_count", "last_post_at", "id"],
            unique=False,
        )

    op.create_table(
        "choice_locks",
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("locked_by_id", NUMBER, nullable=False),
        sa.Column("locked_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["locked_by_id"], ["users.id"], name=op.f("fk_choice_locks_locked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_choice_locks_thread_id")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_choice_locks")),
    )
    op.create_table(
        "closings",
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("closed_by_id", NUMBER, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["users.id"], name=op.f("fk_closings_closed_by_id")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_closings_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_closings")),
    )
    op.create_table(
        "duplicates",
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("original_id", NUMBER, nullable=False),
        sa.Column("marked_by_id", NUMBER, nullable=True),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.CheckConstraint("thread_id <> original_id", name=op.f("ck_duplicates_itself")),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["users.id"], name=op.f("fk_duplicates_marked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["original_id"], ["threads.id"], name=op.f("fk_duplicates_original_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_duplicates_thread_id")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_duplicates")),
    )
    with op.batch_alter_table("duplicates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duplicates_original_id"), ["original_id"], unique=False
        )

    op.create_table(
        "posts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("author_id", NUMBER, nullable=True),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("reply_to_id", NUMBER, nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("renderer", NUMBER, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("staff_only", sa.Boolean(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("hidden_by_id", NUMBER, nullable=True),
        sa.Column("hidden_reason", sa.String(), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("votes", NUMBER, nullable=False),
        sa.Column("imported_score", NUMBER, nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("origin_id", NUMBER, nullable=True),
        sa.CheckConstraint(
            "state IN ('public', 'held', 'hidden', 'purged')", name=op.f("ck_posts_state")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_posts_author_id")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["users.id"], name=op.f("fk_posts_hidden_by_id")),
        sa.ForeignKeyConstraint(["reply_to_id"], ["posts.id"], name=op.f("fk_posts_reply_to_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("origin_id", "origin", name=op.f("uq_posts_origin_id_origin")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_posts_thread_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_author", ["author_id", "created_at"], unique=False)

    op.create_table(
        "reading_positions",
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_reading_positions_thread_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reading_positions_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "thread_id", name=op.f("pk_reading_positions")),
    )
    op.create_table(
        "thread_links",
        sa.Column("from_id", NUMBER, nullable=False),
        sa.Column("to_id", NUMBER, nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["threads.id"], name=op.f("fk_thread_links_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["threads.id"], name=op.f("fk_thread_links_to_id")),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_thread_links")),
    )
    with op.batch_alter_table("thread_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_links_to_id"), ["to_id"], unique=False)

    op.create_table(
        "thread_locks",
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("locked_by_id", NUMBER, nullable=True),
        sa.Column("locked_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["locked_by_id"], ["users.id"], name=op.f("fk_thread_locks_locked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_thread_locks_thread_id")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_thread_locks")),
    )
    op.create_table(
        "thread_tags",
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("tag_id", NUMBER, nullable=False),
        sa.Column("last_post_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_thread_tags_tag_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_thread_tags_thread_id")
        ),
        sa.PrimaryKeyConstraint("thread_id", "tag_id", name=op.f("pk_thread_tags")),
    )
    with op.batch_alter_table("thread_tags", schema=None) as batch_op:
        batch_op.create_index(
            "ix_thread_tags_latest", ["tag_id", "last_post_at", "thread_id"], unique=False
        )

    op.create_table(
        "acceptances",
        sa.Column("thread_id", NUMBER, nullable=False),
        sa.Column("post_id", NUMBER, nullable=False),
        sa.Column("answerer_id", NUMBER, nullable=True),
        sa.Column("accepted_by_id", NUMBER, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["users.id"], name=op.f("fk_acceptances_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answerer_id"], ["users.id"], name=op.f("fk_acceptances_answerer_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_acceptances_post_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_acceptances_thread_id")
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_acceptances")),
        sa.UniqueConstraint("post_id", name=op.f("uq_acceptances_post_id")),
    )
    with op.batch_alter_table("acceptances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acceptances_answerer_id"), ["answerer_id"], unique=False
        )

    op.create_table(
        "revisions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("post_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("edited_by_id", NUMBER, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["users.id"], name=op.f("fk_revisions_edited_by_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_revisions_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_revisions_post_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "votes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("post_id", NUMBER, nullable=False),
        sa.Column("voted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_votes_post_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_votes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("user_id", "post_id", name=op.f("uq_votes_user_id_post_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_post_id"), ["post_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_votes_user_id_voted_at"), ["user_id", "voted_at"], unique=False
        )

    add_system_actor()


def add_system_actor():
    """Acts without a person are its."""
    users = sa.table(
        "users",
        *(
            sa.column(n)
            for n in (
                "id",
                "handle",
                "skeleton",
                "display_name",
                "role",
                "trust_level",
                "about",
                "theme",
            )
        ),
        sa.column("joined_at", MOMENT),
    )
    op.bulk_insert(
        users,
        [
            {
                "id": 1,
                "handle": "system",
                "skeleton": "system",
                "display_name": "system",
                "role": "system",
                "trust_level": 0,
                "about": "",
                "theme": "system",
                "joined_at": datetime.now(UTC),
            }
        ],
    )
    if op.get_bind().dialect.name == "postgresql":
        # PostgreSQL does not notice a number that was given to it.
        op.execute("SELECT setval(pg_get_serial_sequence('users', 'id'), 1)")


def downgrade():
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_votes_user_id_voted_at"))
        batch_op.drop_index(batch_op.f("ix_votes_post_id"))

    op.drop_table("votes")
    op.drop_table("revisions")
    with op.batch_alter_table("acceptances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptances_answerer_id"))

    op.drop_table("acceptances")
    with op.batch_alter_table("thread_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_thread_tags_latest")

    op.drop_table("thread_tags")
    op.drop_table("thread_locks")
    with op.batch_alter_table("thread_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_links_to_id"))

    op.drop_table("thread_links")
    op.drop_table("reading_positions")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index("ix_posts_author")

    op.drop_table("posts")
    with op.batch_alter_table("duplicates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicates_original_id"))

    op.drop_table("duplicates")
    op.drop_table("closings")
    op.drop_table("choice_locks")
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.drop_index("ix_threads_unanswered")
        batch_op.drop_index("ix_threads_resolution")
        batch_op.drop_index("ix_threads_latest")
        batch_op.drop_index("ix_threads_category_resolution")
        batch_op.drop_index("ix_threads_category")
        batch_op.drop_index("ix_threads_author")

    op.drop_table("threads")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id_ended_at"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_tokens_user_id"))

    op.drop_table("api_tokens")
    op.drop_table("users")
    op.drop_table("tags")
    op.drop_table("stamps")
    op.drop_table("settings")
    with op.batch_alter_table("pending_sign_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pending_sign_ups_begun_at"))

    op.drop_table("pending_sign_ups")
    with op.batch_alter_table("password_resets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_resets_begun_at"))

    op.drop_table("password_resets")
    with op.batch_alter_table("kept_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_answers_kept_at"))

    op.drop_table("kept_answers")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_done_at_failed_at_run_at"))

    op.drop_table("jobs")
    op.drop_table("categories")
