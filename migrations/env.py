"""Run the steps on the connection that `bot.storage.migration` hands over, inside its transaction."""

from alembic import context

from bot.failpoints import reach
from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    on_version_apply=lambda **_: reach("M1"),
)
with context.begin_transaction():
    context.run_migrations()
