/**
 * A tenant's documents, kept in one folder on disk and searched by words.
 *
 * <p>Start reading at {@link dev.atom.knowledge.KnowledgeBase}: it takes documents in, finds the
 * passages that bear on a question and hands itself to an assistant as a {@link
 * dev.atom.operation.Retriever}. {@link dev.atom.knowledge.Evaluation} measures how well it finds.
 */
package dev.atom.knowledge;
