/**
 * Typed documents that a conversation fills: a {@link dev.atom.schema.Schema} says which fields
 * there are, a {@link dev.atom.schema.Document} holds a {@link dev.atom.schema.Cell} for each known
 * one, and {@link dev.atom.schema.Merge} decides what a proposed {@link dev.atom.schema.Delta} does.
 */
package dev.atom.schema;
