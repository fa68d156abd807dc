/**
 * JSON in signatures: {@link dev.atom.json.Json} is the only form in which JSON crosses an API of
 * Atom, {@link dev.atom.json.JsonSchema} describes and checks it. The parser inside is not visible.
 */
package dev.atom.json;
