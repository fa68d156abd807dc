/**
 * What every engine does alike, so that the same documents are found on each: cutting texts, making
 * terms of words, reading what somebody typed, deciding what an ingest has to change. Open to Atom's
 * own engines only; applications start at {@link dev.atom.knowledge.KnowledgeBase}.
 *
 * <p>Start reading at {@link dev.atom.knowledge.engine.Ingest} for documents and {@link
 * dev.atom.knowledge.engine.QueryText} for questions.
 */
package dev.atom.knowledge.engine;
