package dev.atom.schema;

import dev.atom.json.Json;
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
   * Returns the values alone, as an object for rules and prompts.
   *
   * @return a member for each cell
   */
  public Json.Obj values() {
    Map<String, Json> values = new LinkedHashMap<>();
    cells.forEach((field, cell) -> values.put(field, cell.value()));
    return new Json.Obj(values);
  }
}
