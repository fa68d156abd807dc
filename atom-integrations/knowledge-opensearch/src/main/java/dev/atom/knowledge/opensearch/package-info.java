/**
 * A tenant's documents on an OpenSearch cluster, cut, analysed, ranked and asked as the embedded
 * knowledge base does it, so that many hosts share them.
 *
 * <p>Start reading at {@link dev.atom.knowledge.opensearch.ClusterKnowledgeBase}.
 */
package dev.atom.knowledge.opensearch;
