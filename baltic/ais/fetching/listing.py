"""What the bucket holds: pages of an S3 listing (ListObjectsV2), read as hostile XML."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from xml.etree import ElementTree

from .faults import FetchError, PassingError
from .web import Web

__all__ = ["Entry", "list_keys", "parse_page"]

#: A page of 1,000 objects has about 8,000.
_MOST_ELEMENTS = 50_000
_DIGITS = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True)
class Entry:
    """One object of the bucket; `size` in bytes, `etag` as sent (with its quotes)."""

    key: str
    size: int
    etag: str | None = None
    modified: str = ""

    @property
    def name(self) -> str:
        """File name without the folder."""
        return self.key.rpartition("/")[2]


def list_keys(web: Web, base: str, prefix: str) -> list[Entry]:
    """Return all objects below a prefix, but not below its folders, page by page.

    Raises
    ------
    FetchError
        Unreachable, refused, no listing, or one that does not end.
    """
    entries: list[Entry] = []
    token: str | None = None
    seen: set[str] = set()
    while True:
        params = {"list-type": "2", "delimiter": "/", "prefix": prefix, "max-keys": "1000"}
        if token is not None:
            params["continuation-token"] = token
        page, token = _page(web, base, params)
        entries += page
        if token is None:
            return entries
        if token in seen or len(seen) + 1 >= web.settings.max_pages:
            raise FetchError("the listing does not end", file=base, hint="check fetch.url")
        seen.add(token)
        web.sleep(web.settings.pause_s)


def _page(web: Web, base: str, params: dict[str, str]) -> tuple[list[Entry], str | None]:
    url, most = base.rstrip("/") + "/", web.settings.max_page_bytes

    def attempt() -> tuple[list[Entry], str | None]:
        raw, start = bytearray(), time.monotonic()
        with web.get(url, params=params) as answer:
            if answer.status_code != 200:
                raise PassingError(f"answers {answer.status_code} to a listing")
            for block in answer.iter_raw():
                raw += block
                if len(raw) > most:
                    raise FetchError(
                        f"the listing is longer than {most:,} bytes", file=url, hint=_CHECK
                    )
                if time.monotonic() - start > web.settings.page_s:
                    raise PassingError(f"no whole page within {web.settings.page_s:g} s")
        return parse_page(bytes(raw), url)

    return web.persist(attempt, url)


_CHECK = "check fetch.url"


class _Plain(ElementTree.TreeBuilder):
    """Builds a small tree, and of no document that declares a type: entities come that way."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise ValueError
        return super().start(tag, attrs)

    def doctype(self, *_: object) -> None:
        raise ValueError


def parse_page(raw: bytes, url: str = "") -> tuple[list[Entry], str | None]:
    """Return the objects of one page, and the token of the next page if there is one.

    Raises
    ------
    FetchError
        No listing at all (a web page, a document type, another root).
    PassingError
        A listing that is cut off or damaged.

    Examples
    --------
    >>> parse_page(b"<ListBucketResult><IsTruncated>false</IsTruncated><Contents>"
    ...            b"<Key>a.zip</Key><Size>7</Size></Contents></ListBucketResult>")
    ([Entry(key='a.zip', size=7, etag=None, modified='')], None)
    """
    if raw.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise FetchError("answers with a web page, not with a listing", file=url, hint=_CHECK)
    try:
        root = ElementTree.fromstring(raw, ElementTree.XMLParser(target=_Plain()))
    except ElementTree.ParseError as error:
        raise PassingError("the listing is cut off or damaged") from error
    except (ValueError, LookupError) as error:
        raise FetchError("the listing is no plain XML", file=url, hint=_CHECK) from error
    if _tag(root) != "ListBucketResult":
        raise FetchError(
            "answers with something else than a listing", file=url, example=_tag(root), hint=_CHECK
        )
    entries = [_entry(node) for node in root if _tag(node) == "Contents"]
    top = _texts(root)
    if top.get("IsTruncated", "").strip().lower() != "true":
        return entries, None
    if not (token := top.get("NextContinuationToken")):
        raise PassingError("the listing goes on, but does not say where")
    return entries, token


def _entry(node: ElementTree.Element) -> Entry:
    texts = _texts(node)
    key, size = texts.get("Key", ""), texts.get("Size", "").strip()
    if not key or not _DIGITS.fullmatch(size):
        raise PassingError("the listing is damaged: an object without name or size")
    etag = texts.get("ETag", "").strip()
    return Entry(key, int(size), etag or None, texts.get("LastModified", "").strip())


def _texts(node: ElementTree.Element) -> dict[str, str]:
    return {_tag(child): child.text or "" for child in node}


def _tag(node: ElementTree.Element) -> str:
    return str(node.tag).rpartition("}")[2]
