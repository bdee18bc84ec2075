"""How a stored file leaves the house: as a download that no browser runs."""

from __future__ import annotations

from django.http import FileResponse, Http404

from evidence import files
from evidence.models import Evidence


def download(evidence: Evidence) -> FileResponse:
    """Answer with the file of a piece of evidence; the caller has asked who may see it. Raises Http404 without one.

    Always an attachment, never sniffed, and in a sandbox of its own: what somebody uploaded must not act in our name.
    """
    if evidence.file is None:
        raise Http404("This is not a file.")
    try:
        stream = files.path_of(evidence.file.sha256).open("rb")
    except FileNotFoundError:
        raise Http404("The file is not here.") from None
    content_type = evidence.file.content_type
    name = files.download_name(evidence.file_name, content_type)
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
