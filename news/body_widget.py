"""The part of a form in which a body is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from wagtail.admin.telepath import JSContext
from wagtail.blocks import StreamBlock, StreamValue
from wagtail.blocks.base import BlockWidget


@dataclass
class Description:
    """The kinds of pieces of a body, as the browser's editor reads them."""

    block: StreamBlock
    context: JSContext = field(default_factory=JSContext)

    def __post_init__(self) -> None:
        self.as_json = json.dumps(self.context.pack(self.block))


class BodyWidget(BlockWidget):
    """Wagtail's, without describing the kinds of pieces anew for each form.

    The description is the same for everybody; it takes a sixth of the time of the editor's page.

    descriptions: by language, those that this process has made already.
    """

    def __init__(self, block: StreamBlock, descriptions: dict[str | None, Description]) -> None:
        super().__init__(block)
        self._descriptions = descriptions
        self._sent: tuple[Mapping[str, Any], str, StreamValue] | None = None

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> StreamValue:
        """Read once what a form has sent: Django asks again what has changed."""
        if self._sent is None or self._sent[0] is not data or self._sent[1] != name:
            self._sent = (data, name, super().value_from_datadict(data, files, name))
        return self._sent[2]

    @property
    def description(self) -> Description:
        language = get_language()
        if language not in self._descriptions:
            self._descriptions[language] = Description(self.block_def)
        return self._descriptions[language]

    @property
    def js_context(self) -> object:
        return self.description.context

    @property
    def block_json(self) -> str:
        return self.description.as_json
