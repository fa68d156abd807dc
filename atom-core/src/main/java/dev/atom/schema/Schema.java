package dev.atom.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which fields a document may have. A changed schema is a new version; documents name the version
 * they were written under.
 *
 * @param id the schema's name
 * @param version from 1
 * @param fields in the order to show them, names unique; copied
 */
public record Schema(String id, int version, List<Field> fields) {
  /** Copies the fields and refuses names given twice. */
  public Schema {
    if (id.isBlank() || version < 1) {
      throw new IllegalArgumentException(
          "a schema has an id and a version from 1, not \"" + id + "\" and " + version);
    }
    fields = List.copyOf(fields);
    Map<String, Field> names = new LinkedHashMap<>();
    for (Field field : fields) {
      if (names.put(field.name(), field) != null) {
        throw new IllegalArgumentException(
            "schema \"" + id + "\" has two fields named \"" + field.name() + "\"");
      }
    }
  }

  /**
   * Finds a field.
   *
   * @param name its name
   * @return empty if the schema has none of this name
   */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
