/**
 * The field for an article: Wagtail's chooser, with the picture of the article beside its title.
 * It is a plain script, since scripts in the page set up the fields (`news/article_chooser.py`).
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

  // Blocks of a body are created by script.
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
