"""The rules of the desk, asked directly."""

import pytest
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from accounts.models import User
from editorial import rules
from home.models import ContactPage, FaqPage, HomePage, PolicyPage
from news.models import ArticleIndexPage, ArticlePage, Byline
from tests.editorial.conftest import member
from tests.factories import AuthorFactory
from tests.made_once import made_once

CHIEFS_ONLY = [ArticleIndexPage, PolicyPage, FaqPage, ContactPage]


def submit(page: Page, user: User) -> Revision:
    """Save the page's latest version once more and send it into its workflow."""
    revision = fresh(page).get_latest_revision_as_object().save_revision(user=user)
    page.get_workflow().start(page, user)
    return fresh_revision(revision)


def retitle(page: Page, title: str, user: User) -> Revision:
    """Save the page's latest version under another title."""
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = title
    return fresh_revision(draft.save_revision(user=user))


def pass_on(page: Page, user: User) -> None:
    fresh(page).current_workflow_task_state.approve(user=user)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def fresh_revision(revision: Revision) -> Revision:
    return Revision.objects.get(pk=revision.pk)


@pytest.fixture
@made_once
def policy(home_page: HomePage, chief: User) -> PolicyPage:
    page: PolicyPage = home_page.add_child(
        instance=PolicyPage(title="Mentions légales", owner=chief, live=False)
    )
    page.save_revision(user=chief)
    return page


class TestCreating:
    def test_writers_create_articles_and_nothing_else(
        self, writer: User, section: ArticleIndexPage, home_page: HomePage
    ) -> None:
        assert rules.may_create(writer, ArticlePage, section)
        assert not rules.may_create(writer, ArticleIndexPage, section)
        assert not any(rules.may_create(writer, model, home_page) for model in CHIEFS_ONLY)

    def test_chief_editors_create_every_class_where_it_belongs(
        self, chief: User, section: ArticleIndexPage, home_page: HomePage
    ) -> None:
        assert all(rules.may_create(chief, model, home_page) for model in CHIEFS_ONLY)
        assert rules.may_create(chief, ArticlePage, section)
        assert not rules.may_create(chief, ArticlePage, home_page)

    def test_legal_creates_policy_pages_only(
        self, lawyer: User, section: ArticleIndexPage, home_page: HomePage
    ) -> None:
        assert rules.may_create(lawyer, PolicyPage, home_page)
        assert not rules.may_create(lawyer, FaqPage, home_page)
        assert not rules.may_create(lawyer, ArticlePage, section)

    def test_moderators_create_nothing(
        self, moderator: User, section: ArticleIndexPage, home_page: HomePage
    ) -> None:
        assert not rules.may_create(moderator, ArticlePage, section)
        assert not any(rules.may_create(moderator, model, home_page) for model in CHIEFS_ONLY)


class TestEditing:
    def test_a_draft_is_its_writers_and_the_desks(
        self,
        draft: ArticlePage,
        writer: User,
        other_writer: User,
        copy_editor: User,
        chief: User,
        lawyer: User,
        moderator: User,
    ) -> None:
        assert all(rules.may_edit(person, draft) for person in (writer, copy_editor, chief))
        assert not any(rules.may_edit(person, draft) for person in (other_writer, moderator))
        assert not rules.may_edit(lawyer, draft)

    def test_a_policy_page_is_the_chiefs_and_legals(
        self, policy: PolicyPage, chief: User, lawyer: User, copy_editor: User, writer: User
    ) -> None:
        assert rules.may_edit(chief, policy) and rules.may_edit(lawyer, policy)
        assert not rules.may_edit(copy_editor, policy) and not rules.may_edit(writer, policy)

    def test_a_section_is_the_chiefs(
        self, section: ArticleIndexPage, chief: User, copy_editor: User, writer: User
    ) -> None:
        assert rules.may_edit(chief, section)
        assert not rules.may_edit(copy_editor, section) and not rules.may_edit(writer, section)

    def test_whoever_has_lost_the_role_has_lost_the_drafts(
        self, draft: ArticlePage, writer: User
    ) -> None:
        writer.groups.clear()
        assert not rules.may_edit(User.objects.get(pk=writer.pk), draft)

    def test_a_closed_account_may_nothing(self, draft: ArticlePage, writer: User) -> None:
        writer.is_active = False
        assert not rules.may_edit(writer, draft)

    def test_writers_delete_and_move_their_own_drafts_but_not_from_review(
        self, draft: ArticlePage, writer: User, other_writer: User
    ) -> None:
        assert rules.may_delete(writer, draft) and rules.may_move(writer, draft)
        assert not rules.may_delete(other_writer, draft)
        submit(draft, writer)
        assert not rules.may_delete(writer, draft) and not rules.may_move(writer, draft)


class TestPublishing:
    def test_nobody_publishes_an_article_or_a_policy_directly(
        self, draft: ArticlePage, policy: PolicyPage, chief: User, admin: User
    ) -> None:
        assert not any(
            rules.may_publish(person, page) for person in (chief, admin) for page in (draft, policy)
        )

    def test_chief_editors_publish_sections_directly(
        self, section: ArticleIndexPage, chief: User, copy_editor: User
    ) -> None:
        assert rules.may_publish(chief, section)
        assert not rules.may_publish(copy_editor, section)

    def test_the_emergency_route_is_the_chiefs(
        self, draft: ArticlePage, section: ArticleIndexPage, chief: User, admin: User, writer: User
    ) -> None:
        assert rules.may_publish_in_emergency(chief, draft)
        assert rules.may_publish_in_emergency(admin, draft)
        assert not rules.may_publish_in_emergency(writer, draft)
        assert not rules.may_publish_in_emergency(chief, section)


class TestApproving:
    def test_each_step_is_its_groups(
        self, draft: ArticlePage, writer: User, copy_editor: User, chief: User, lawyer: User
    ) -> None:
        revision = submit(draft, writer)
        assert rules.may_approve(copy_editor, revision)
        assert not rules.may_approve(chief, revision)
        pass_on(draft, copy_editor)
        assert rules.may_approve(chief, fresh_revision(revision))
        assert not rules.may_approve(copy_editor, fresh_revision(revision))
        assert not rules.may_approve(lawyer, fresh_revision(revision))

    def test_nothing_is_approved_outside_a_workflow(
        self, draft: ArticlePage, copy_editor: User, admin: User
    ) -> None:
        revision = draft.get_latest_revision()
        assert not rules.may_approve(copy_editor, revision)
        assert not rules.may_approve(admin, revision)

    @pytest.fixture
    def colleague(self, db: None) -> User:
        """Another copy editor: nobody has to stand in for anybody."""
        return member("Copy editors", username="collegue")

    def test_the_owner_does_not_approve(
        self, draft: ArticlePage, writer: User, copy_editor: User, colleague: User
    ) -> None:
        draft.owner = copy_editor
        draft.save()
        assert not rules.may_approve(copy_editor, submit(draft, writer))

    def test_the_submitter_does_not_approve(
        self, draft: ArticlePage, copy_editor: User, colleague: User
    ) -> None:
        revision = submit(draft, copy_editor)
        assert not rules.may_approve(copy_editor, revision)
        assert rules.may_approve(colleague, revision)

    def test_whoever_submits_again_does_not_approve(
        self, draft: ArticlePage, writer: User, copy_editor: User, colleague: User
    ) -> None:
        revision = submit(draft, writer)
        fresh(draft).current_workflow_task_state.reject(user=copy_editor)
        fresh(draft).current_workflow_state.resume(user=copy_editor)
        assert not rules.may_approve(copy_editor, fresh_revision(revision))

    def test_whoever_signs_does_not_approve(
        self, draft: ArticlePage, writer: User, copy_editor: User, colleague: User
    ) -> None:
        draft.bylines = [Byline(author=AuthorFactory(user=copy_editor))]
        draft.save_revision(user=writer)
        assert not rules.may_approve(copy_editor, submit(draft, writer))

    def test_taking_ones_name_off_after_submission_changes_nothing(
        self, draft: ArticlePage, writer: User, copy_editor: User, colleague: User
    ) -> None:
        draft.bylines = [Byline(author=AuthorFactory(user=copy_editor))]
        draft.save_revision(user=writer)
        submit(draft, writer)
        unsigned = fresh(draft).get_latest_revision_as_object()
        unsigned.bylines = []
        assert not rules.may_approve(
            copy_editor, fresh_revision(unsigned.save_revision(user=copy_editor))
        )

    def test_a_superuser_is_bound_like_everybody(
        self, draft: ArticlePage, writer: User, admin: User
    ) -> None:
        assert rules.may_approve(admin, submit(draft, writer))
        fresh(draft).current_workflow_state.cancel(user=writer)
        assert not rules.may_approve(admin, submit(draft, admin))

    def test_nobody_approves_both_steps(
        self, draft: ArticlePage, writer: User, admin: User, chief: User
    ) -> None:
        revision = submit(draft, writer)
        pass_on(draft, admin)
        assert not rules.may_approve(admin, fresh_revision(revision))
        assert rules.may_approve(chief, fresh_revision(revision))

    def test_a_reviewer_may_correct_and_approve_in_one_go(
        self, draft: ArticlePage, writer: User, copy_editor: User
    ) -> None:
        submit(draft, writer)
        revision = retitle(draft, "Le pont de Sotuba ferme", copy_editor)
        assert rules.may_approve(copy_editor, revision)

    def test_who_changes_the_text_at_the_last_step_does_not_publish_it_alone(
        self, draft: ArticlePage, writer: User, copy_editor: User, chief: User, other_chief: User
    ) -> None:
        submit(draft, writer)
        pass_on(draft, copy_editor)
        corrected = retitle(draft, "Le pont de Sotuba ferme", chief)
        assert rules.may_take_step(chief, corrected)
        assert not rules.may_approve(chief, corrected)
        assert rules.may_approve(other_chief, corrected)

    def test_a_save_of_the_same_text_is_no_change(
        self, draft: ArticlePage, writer: User, copy_editor: User, chief: User
    ) -> None:
        submit(draft, writer)
        pass_on(draft, copy_editor)
        assert rules.may_approve(chief, retitle(draft, draft.title, chief))

    def test_a_change_that_was_taken_back_is_none(
        self, draft: ArticlePage, writer: User, copy_editor: User, chief: User
    ) -> None:
        title = draft.title
        submit(draft, writer)
        pass_on(draft, copy_editor)
        retitle(draft, "Le pont de Sotuba ferme", chief)
        assert rules.may_approve(chief, retitle(draft, title, chief))

    def test_a_change_by_somebody_else_on_top_makes_two_people(
        self, draft: ArticlePage, writer: User, copy_editor: User, chief: User
    ) -> None:
        submit(draft, writer)
        pass_on(draft, copy_editor)
        retitle(draft, "Le pont de Sotuba ferme", chief)
        assert rules.may_approve(chief, retitle(draft, "Sotuba ferme son pont", copy_editor))

    def test_where_nobody_of_the_step_is_free_a_later_step_stands_in(
        self, draft: ArticlePage, copy_editor: User, chief: User
    ) -> None:
        revision = submit(draft, copy_editor)
        assert not rules.may_approve(copy_editor, revision)
        assert rules.who_may_approve(revision) == [chief]
        assert rules.may_send_back(chief, revision)

    def test_one_chief_alone_takes_both_steps_of_anothers_text(
        self, draft: ArticlePage, writer: User, chief: User
    ) -> None:
        revision = submit(draft, writer)
        pass_on(draft, chief)
        assert rules.may_approve(chief, fresh_revision(revision))

    def test_the_only_chief_publishes_what_the_copy_desk_has_approved(
        self, draft: ArticlePage, copy_editor: User, chief: User
    ) -> None:
        """Their own text, but as somebody else has read it."""
        draft.owner = chief
        draft.save()
        retitle(draft, "Le pont de Sotuba ferme", chief)
        revision = submit(draft, chief)
        assert not rules.may_approve(chief, revision)
        pass_on(draft, copy_editor)
        assert rules.may_approve(chief, fresh_revision(revision))
        assert not rules.may_approve(chief, retitle(draft, "Sotuba ferme son pont", chief))

    def test_those_who_may_approve_are_named_without_those_who_may_not(
        self, draft: ArticlePage, copy_editor: User, colleague: User
    ) -> None:
        assert rules.who_may_approve(submit(draft, copy_editor)) == [colleague]

    def test_the_reviewers_of_a_step_may_send_back(
        self, draft: ArticlePage, writer: User, copy_editor: User, chief: User
    ) -> None:
        revision = submit(draft, writer)
        assert rules.may_send_back(copy_editor, revision)
        assert not rules.may_send_back(chief, revision)
        assert not rules.may_send_back(writer, revision)


def test_the_titles_of_drafts_are_for_those_who_work_on_them(
    draft: ArticlePage, section: ArticleIndexPage, writer: User, other_writer: User, chief: User
) -> None:
    def visible(person: User) -> set[int]:
        return set(Page.objects.filter(rules.visible_in_lists(person)).values_list("pk", flat=True))

    assert draft.pk in visible(writer) and draft.pk in visible(chief)
    assert draft.pk not in visible(other_writer)
    assert section.pk in visible(other_writer)


def test_who_has_no_pages_sees_what_is_live(
    draft: ArticlePage, section: ArticleIndexPage, moderator: User
) -> None:
    assert rules.may_see(moderator, section)
    section.live = False
    section.save()
    assert not rules.may_see(moderator, fresh(section))
    assert not rules.may_see(moderator, draft)


def test_reviewers_of_its_step_see_a_draft(draft: ArticlePage, writer: User, lawyer: User) -> None:
    assert not rules.may_see(lawyer, draft)
    submit(draft, writer)
    draft.current_workflow_task.groups.set(lawyer.groups.all())
    assert rules.may_see(lawyer, fresh(draft))


class TestCoAuthors:
    """Who signs a text writes in it like its owner, and is a party to it like its owner."""

    @pytest.fixture
    def co_signed(self, draft: ArticlePage, other_writer: User) -> ArticlePage:
        draft.bylines.create(author=AuthorFactory(user=other_writer))
        draft.save()
        draft.save_revision()
        return ArticlePage.objects.get(pk=draft.pk)

    def test_a_co_author_edits_and_submits_and_meets_the_draft_in_lists(
        self, co_signed: ArticlePage, other_writer: User
    ) -> None:
        permissions = co_signed.permissions_for_user(other_writer)
        assert permissions.can_edit() and permissions.can_submit_for_moderation()
        policy = policy_registry.get_by_type(Page)
        assert policy.user_has_permission_for_instance(other_writer, "change", co_signed)
        editable = policy.instances_user_has_permission_for(other_writer, "change")
        assert co_signed.pk in editable.values_list("pk", flat=True)
        seen = policy.explorable_instances(other_writer).values_list("pk", flat=True)
        assert co_signed.pk in seen

    def test_a_co_author_neither_deletes_nor_moves_it(
        self, co_signed: ArticlePage, other_writer: User
    ) -> None:
        permissions = co_signed.permissions_for_user(other_writer)
        assert not permissions.can_delete() and not permissions.can_move()

    def test_a_writer_who_does_not_sign_stays_outside(
        self, draft: ArticlePage, other_writer: User
    ) -> None:
        assert not draft.permissions_for_user(other_writer).can_edit()
        seen = policy_registry.get_by_type(Page).explorable_instances(other_writer)
        assert draft.pk not in seen.values_list("pk", flat=True)

    def test_a_co_author_named_in_the_draft_of_a_live_article_edits_it(
        self, draft: ArticlePage, other_writer: User
    ) -> None:
        draft.save_revision().publish()
        live = fresh(draft)
        live.bylines.create(author=AuthorFactory(user=other_writer))
        live.save_revision()
        assert fresh(draft).permissions_for_user(other_writer).can_edit()

    def test_a_copy_editor_who_signs_leaves_the_approval_to_others(
        self, draft: ArticlePage, writer: User, copy_editor: User, chief: User
    ) -> None:
        draft.bylines.create(author=AuthorFactory(user=copy_editor))
        draft.save_revision()
        assert not rules.may_approve(copy_editor, submit(draft, writer))

    def test_a_co_author_who_writes_no_articles_any_more_does_not_edit(
        self, co_signed: ArticlePage, other_writer: User
    ) -> None:
        other_writer.groups.clear()
        person = User.objects.get(pk=other_writer.pk)
        assert not rules.may_edit(person, co_signed)
