/**
 * The field for an article: Wagtail's chooser, with the picture of what was chosen beside its title.
 * A plain script, since fields are set up by scripts in the page (`news/article_chooser.py`).
 */
{
  class ArticleChooser extends window.Chooser {
    initHTMLElements(id) {
      super.initHTMLElements(id);
      this.thumbnail = this.chooserElement.querySelector("[data-article-thumbnail]");
      this.standIn = this.chooserElement.querySelector("[data-article-icon]");
    }

    getStateFromHTML() {
      const state = super.getStateFromHTML();
      if (state) state.thumbnail = this.thumbnail.getAttribute("src") ?? "";
      return state;
    }

    renderState(state) {
      if (state.thumbnail) this.thumbnail.src = state.thumbnail;
      this.thumbnail.hidden = !state.thumbnail;
      this.standIn.hidden = Boolean(state.thumbnail);
      super.renderState(state);
    }
  }
  window.ArticleChooser = ArticleChooser;

  // Only where a body is edited: its blocks are made by script.
  const Factory = window.telepath?.constructors["wagtail.admin.widgets.Chooser"];
  if (Factory) {
    window.telepath.register(
      "actujet.ArticleChooser",
      class extends Factory {
        widgetClass = ArticleChooser;
      },
    );
  }
}
