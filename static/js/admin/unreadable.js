// A body of pieces whose menu offers no piece “that could not be read”: only what is stored is one.
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class TolerantStreamBlockDefinition extends StreamBlockDefinition {
    constructor(...definition) {
      super(...definition);
      this.groupedChildBlockDefs = this.groupedChildBlockDefs.map(([group, blocks]) => [
        group,
        blocks.filter((block) => block.name !== 'unreadable'),
      ]);
    }
  }

  window.telepath.register('actujet.TolerantStreamBlock', TolerantStreamBlockDefinition);
})();
