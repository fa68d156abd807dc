/**
 * Documents of one tenant, searched by words, with passages exact enough to cite.
 *
 * <p>Start reading at {@link dev.atom.knowledge.KnowledgeBase}.
 */
// The engine modules are compiled after this one.
@SuppressWarnings("module")
@org.jspecify.annotations.NullMarked
module dev.atom.knowledge {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires org.apache.lucene.core;
  requires org.apache.lucene.analysis.common;

  exports dev.atom.knowledge;
  exports dev.atom.knowledge.engine to
      dev.atom.knowledge.opensearch;
}
