package dev.atom.schema;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known under a schema. Immutable; a change gives a new document.
 *
 * @param id the document's id
 * @param schema the schema's id
 * @param schemaVersion the schema's version
 * @param cells what is known, by field, in the order it was first filled; copied
 */
public record Document(String id, String schema, int schemaVersion, Map<String, Cell> cells) {
  /** Copies the cells. */
  public Document {
    cells = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(cells));
  }

  /**
   * Returns a document in which nothing is known.
   *
   * @param id the document's id
   * @param schema its schema
   * @return the empty document
   */
  public static Document empty(String id, Schema schema) {
    return new Document(id, schema.id(), schema.version(), Map.of());
  }

  /**
   * Returns a cell.
   *
   * @param field the field's name
   * @return empty if nothing is known
   */
  public Optional<Cell> cell(String field) {
    return Optional.ofNullable(cells.get(field));
  }

  /**
   * Returns a value.
   *
   * @param field the field's name
   * @return empty if nothing is known
   */
  public Optional<Json> value(String field) {
    return cell(field).map(Cell::value);
  }

  /**
   * Returns this document with a cell set.
   *
   * @param field the field's name
   * @param cell the cell
   * @return the changed document
   */
  public Document with(String field, Cell cell) {
    Map<String, Cell> changed = new LinkedHashMap<>(cells);
    changed.put(field, cell);
    return new Document(id, schema, schemaVersion, changed);
  }

  /**
   * Returns this document without a cell.
   *
   * @param field the field's name
   * @return the changed document
   */
  public Document without(String field) {
    Map<String, Cell> changed = new LinkedHashMap<>(cells);
    changed.remove(field);
    return new Document(id, schema, schemaVersion, changed);
  }

  /**
   * Applies what a ledger kept of a merge.
   *
   * @param change one of {@link MergeOutcome#cellChanges()}
   * @return the changed document
   * @throws JsonException if it is no such change; names the path
   */
  public Document apply(Json.Obj change) {
    String field =
        change
            .text("field")
            .orElseThrow(() -> new JsonException("expected a field's name", "/field", 0, 0));
    if (change.get("cleared").isPresent()) {
      return without(field);
    }
    if (!(change.get("cell").orElse(Json.NULL) instanceof Json.Obj cell)) {
      throw new JsonException("expected a cell, or cleared", "/cell", 0, 0);
    }
    try {
      return with(field, Cell.fromJson(cell));
    } catch (JsonException e) {
      throw e.under("/cell");
    }
  }

  /**
   * Returns the form in which a document is stored; its members are named as the components are.
   *
   * @return the object
   */
  public Json.Obj toJson() {
    return (Json.Obj) Json.from(this);
  }

  /**
   * Reads a document from its stored form. Members that are not known are passed over.
   *
   * @param json what {@link #toJson} returned
   * @return an equal document
   * @throws JsonException if it is no document; names the path
   */
  public static Document fromJson(Json.Obj json) {
    return json.as(Document.class);
  }

  /**
   * Returns the values alone, as an object for rules and prompts.
   *
   * @return a member for each cell
   */
  public Json.Obj values() {
    Map<String, Json> values = new LinkedHashMap<>();
    cells.forEach((field, cell) -> values.put(field, cell.value()));
    return new Json.Obj(values);
  }

  /**
   * Returns what identifies it: the values may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Document[" + id + ", " + schema + " " + schemaVersion + ", " + cells.keySet() + "]";
  }
}
