package dev.atom.router.config;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atom.json.Json;
import java.util.List;

/** The published schema, as a validator that is not Atom's reads it. */
final class SchemaCheck {
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(RouterConfig.schema().toString());

  boolean accepts(Json document) {
    return complaints(document).isEmpty();
  }

  List<String> complaints(Json document) {
    return schema.validate(document.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }
}
