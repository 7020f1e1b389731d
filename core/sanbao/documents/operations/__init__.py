"""What can be done with every paper: void, reopen, mark as duplicate, note, link, assign, attach."""

from sanbao.documents.operations.deadlines import meet_deadline, set_deadline
from sanbao.documents.operations.ending import mark_duplicate, open_papers_on, posted_by, reopen, void
from sanbao.documents.operations.keeping import assign, attach, note
from sanbao.documents.operations.linking import link, link_all, link_documents
from sanbao.documents.operations.making import new_document, new_documents
from sanbao.documents.operations.reading import show, timeline

__all__ = [
    "assign",
    "attach",
    "link",
    "link_all",
    "link_documents",
    "mark_duplicate",
    "meet_deadline",
    "new_document",
    "new_documents",
    "note",
    "open_papers_on",
    "posted_by",
    "reopen",
    "set_deadline",
    "show",
    "timeline",
    "void",
]
