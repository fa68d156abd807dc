/**
 * The documents and the search of a knowledge base on an OpenSearch cluster, over REST.
 *
 * <p>Start reading at {@link dev.atom.knowledge.opensearch.ClusterKnowledgeBase}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.knowledge.opensearch {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires transitive dev.atom.http;
  requires transitive dev.atom.knowledge;

  exports dev.atom.knowledge.opensearch;
}
