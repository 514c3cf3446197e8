"""The models of the newsroom: sections, articles, authors, tags, pictures."""

from news.images import NewsImage, NewsRendition, PictureShape
from news.models.articles import ArticleKind, ArticlePage, ArticleQuerySet, Byline
from news.models.authors import Author
from news.models.corrections import Correction, CorrectionKind, CorrectionPlace
from news.models.document_names import DocumentNames
from news.models.exams import (
    ExamLine,
    ExamList,
    ExamRequest,
    ExamResultsPage,
    ExamSettings,
)
from news.models.former_addresses import FormerAddress
from news.models.lists import ListCount, ListedArticle, ListKind
from news.models.lives import (
    LiveBlogPage,
    LiveCorrection,
    LiveEntry,
    LivePicture,
    LiveState,
    LiveWriter,
)
from news.models.machines import MachineSettings
from news.models.races import Race, RaceMeetingPage, RaceNotice, RaceStart
from news.models.sections import ArticleIndexPage
from news.models.tags import ArticleTag, Tag, TagAddress
from news.models.topics import TopicArticle, TopicEvent, TopicPage
from news.models.withdrawals import Withdrawal

__all__ = [
    "ArticleIndexPage",
    "ArticleKind",
    "ArticlePage",
    "ArticleQuerySet",
    "ArticleTag",
    "Author",
    "Byline",
    "Correction",
    "CorrectionKind",
    "CorrectionPlace",
    "DocumentNames",
    "ExamLine",
    "ExamList",
    "ExamRequest",
    "ExamResultsPage",
    "ExamSettings",
    "FormerAddress",
    "ListCount",
    "ListKind",
    "ListedArticle",
    "LiveBlogPage",
    "LiveCorrection",
    "LiveEntry",
    "LivePicture",
    "LiveState",
    "LiveWriter",
    "MachineSettings",
    "NewsImage",
    "NewsRendition",
    "PictureShape",
    "Race",
    "RaceMeetingPage",
    "RaceNotice",
    "RaceStart",
    "Tag",
    "TagAddress",
    "TopicArticle",
    "TopicEvent",
    "TopicPage",
    "Withdrawal",
]
