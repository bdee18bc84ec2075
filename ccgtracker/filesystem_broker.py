"""kombu's broker of files, publishing each message by rename.

kombu writes a message in place, so that a consumer can read half of one and crash. A message written under a hidden
name and renamed is either whole or not there. The rename stays inside one folder, so it never crosses a disk.
"""

import uuid
from pathlib import Path
from time import monotonic

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """A channel whose messages appear whole. Whoever is first, web or worker, makes its folders."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)

    def _put(self, queue: str, payload: dict, **kwargs: object) -> None:
        folder = Path(self.data_folder_out)
        name = f"{int(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        hidden = folder / f".{name}.part"
        try:
            hidden.write_bytes(dumps(payload).encode())
            hidden.rename(folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add the message {name!r} to {folder}: {error}") from error


class Transport(filesystem.Transport):
    """The broker behind `filesystem://`."""

    Channel = Channel
