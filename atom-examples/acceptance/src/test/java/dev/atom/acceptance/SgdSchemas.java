package dev.atom.acceptance;

import dev.atom.json.Json;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of the Schema-Guided Dialogue dataset: a service becomes a schema, a slot a field. */
final class SgdSchemas {
  /** What the dataset writes where the user has no preference; every slot may have it. */
  static final String ANY = "dontcare";

  private SgdSchemas() {}

  /** Returns the schemas of a schema.json, by service. */
  static Map<String, Schema> read(Json.Arr services) {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    for (Json item : services.items()) {
      Service service = item.as(Service.class);
      List<Field> fields = service.slots().stream().map(SgdSchemas::field).toList();
      schemas.put(service.service_name(), new Schema(service.service_name(), 1, fields));
    }
    return schemas;
  }

  private static Field field(Slot slot) {
    if (!slot.is_categorical()) {
      return Field.newBuilder(slot.name(), FieldType.TEXT).description(slot.description()).build();
    }
    List<String> choices = new ArrayList<>(slot.possible_values());
    choices.add(ANY);
    return Field.newBuilder(slot.name(), FieldType.CHOICE)
        .description(slot.description())
        .choices(choices)
        .build();
  }

  record Service(String service_name, List<Slot> slots) {}

  record Slot(
      String name, String description, boolean is_categorical, List<String> possible_values) {}
}
