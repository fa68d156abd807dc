package dev.atom.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Maps {@link Json} to Java values and back by Jackson's data binding, strictly: nothing is lost or
 * made up on the way, and what {@link JsonSchema#of(Class)} says of a record holds here too.
 */
final class JsonBinding {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonText.FACTORY)
          .addModule(JsonBindingModule.create())
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
          .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .accessorNaming(new ComponentNaming())
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
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
          "can't write " + value.getClass().getName() + " as JSON: a value in it has no JSON form",
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
      T value = MAPPER.readValue(JsonText.write(json), type);
      if (value == null) {
        throw new JsonException("can't read " + type.getName() + " from JSON null", "", 0, 0);
      }
      return value;
    } catch (JacksonException e) {
      throw new JsonException(
          "can't read " + type.getName() + " from JSON: " + unreadable(e), path(e), 0, 0);
    }
  }

  /** Jackson's own messages quote the value, which may be confidential. */
  private static String unreadable(JacksonException e) {
    return switch (e) {
      case InvalidFormatException f -> "expected " + name(f.getTargetType());
      case ValueInstantiationException v -> name(v.getType().getRawClass()) + " refuses the values";
      case MismatchedInputException m
          when m.getOriginalMessage().startsWith("Null value for creator property") ->
          "the value is missing";
      case MismatchedInputException m when m.getTargetType() != null ->
          "expected " + name(m.getTargetType());
      default -> "the value does not fit";
    };
  }

  private static String name(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + java.util.Arrays.toString(type.getEnumConstants());
    }
    return type.getSimpleName();
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
}
