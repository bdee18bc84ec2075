"""How a stored file leaves the house: as a download that no browser runs."""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpResponseBase

from bodies.web.errors import file_changed, unavailable
from evidence.files import arriving, storage
from evidence.models import Evidence, StoredFile

log = logging.getLogger(__name__)


class Download(FileResponse):
    """A file sent in blocks as large as a network likes them."""

    block_size = 65_536


def download(evidence: Evidence) -> HttpResponseBase:
    """Answer with the file of a piece of evidence; the caller has asked who may see it. Raises Http404 without one.

    What was found changed is kept back: it is not what somebody recorded under their name.
    Always an attachment, never sniffed, and in a sandbox of its own: what somebody uploaded must not act in our name.
    """
    if evidence.file is None:
        raise Http404("This is not a file.")
    if evidence.file.fault == StoredFile.Fault.CHANGED:
        return file_changed()
    try:
        stream = storage.read(evidence.file.sha256)
    except FileNotFoundError:
        raise Http404("The file is not here.") from None
    except OSError:
        log.exception("A file could not be read")
        return unavailable()
    content_type = evidence.file.content_type
    name = arriving.download_name(evidence.file_name, content_type)
    response = Download(stream, as_attachment=True, filename=name, content_type=content_type)
    response["Content-Length"] = stream.size
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
