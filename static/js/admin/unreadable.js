// Removes the block for unreadable content from the menu of the body: only stored ones are shown.
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
