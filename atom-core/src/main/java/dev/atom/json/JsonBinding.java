package dev.atom.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Maps {@link Json} to Java values and back by Jackson's data binding. */
final class JsonBinding {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(jsonModule())
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .changeDefaultPropertyInclusion(
              old -> old.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private JsonBinding() {}

  static Json toJson(Object value) {
    if (value instanceof Json json) {
      return json;
    }
    try {
      return JsonText.read(MAPPER.writeValueAsString(value));
    } catch (JacksonException e) {
      throw new JsonException(
          "can't write " + value.getClass().getName() + " as JSON: " + e.getOriginalMessage(),
          path(e),
          0,
          0);
    }
  }

  static <T> T fromJson(Json json, Class<T> type) {
    if (type.isInstance(json)) {
      return type.cast(json);
    }
    try {
      return MAPPER.readValue(JsonText.write(json), type);
    } catch (JacksonException e) {
      throw new JsonException(
          "can't read " + type.getName() + " from JSON: " + shorten(e), path(e), 0, 0);
    }
  }

  static String pretty(Json json) {
    return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json);
  }

  private static String shorten(JacksonException e) {
    String message = e.getOriginalMessage();
    return message.lines().findFirst().orElse("");
  }

  private static String path(JacksonException e) {
    if (!(e instanceof DatabindException bound)) {
      return "";
    }
    return bound.getPath().stream()
        .map(step -> step.getPropertyName() == null ? "" + step.getIndex() : step.getPropertyName())
        .map(step -> "/" + JsonPointer.escape(step))
        .collect(Collectors.joining());
  }

  private static SimpleModule jsonModule() {
    SimpleModule module = new SimpleModule("atom-json");
    module.addSerializer(new Writer());
    module.addDeserializer(Json.class, new Reader<>(Json.class));
    module.addDeserializer(Json.Obj.class, new Reader<>(Json.Obj.class));
    module.addDeserializer(Json.Arr.class, new Reader<>(Json.Arr.class));
    return module;
  }

  private static final class Writer extends StdSerializer<Json> {
    Writer() {
      super(Json.class);
    }

    @Override
    public void serialize(Json value, JsonGenerator out, SerializationContext context) {
      JsonText.write(value, out);
    }
  }

  private static final class Reader<T extends Json> extends StdDeserializer<T> {
    private final Class<T> kind;

    Reader(Class<T> kind) {
      super(kind);
      this.kind = kind;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      Json value = JsonText.value(parser);
      if (kind.isInstance(value)) {
        return kind.cast(value);
      }
      return context.reportInputMismatch(this, "expected a JSON %s", kind.getSimpleName());
    }

    @Override
    public T getNullValue(DeserializationContext context) {
      return kind.isInstance(Json.NULL) ? kind.cast(Json.NULL) : kind.cast(super.getNullValue(context));
    }
  }
}
