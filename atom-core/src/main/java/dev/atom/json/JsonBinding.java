package dev.atom.json;

/**
 * Maps {@link Json} to Java values and back, strictly: nothing is lost or made up on the way, and
 * what {@link JsonSchema#of(Class)} says of a record holds here too.
 */
final class JsonBinding {
  private JsonBinding() {}

  static Json toJson(Object value) {
    try {
      return ValueWriter.write(value);
    } catch (JsonException e) {
      throw e.because("can't write " + value.getClass().getName() + " as JSON: ");
    }
  }

  static <T> T fromJson(Json json, Class<T> type) {
    if (type.isInstance(json)) {
      return type.cast(json);
    }
    if (json instanceof Json.Null) {
      throw new JsonException("can't read " + type.getName() + " from JSON null", "", 0, 0);
    }
    try {
      return boxed(type).cast(ValueReader.read(json, type));
    } catch (JsonException e) {
      throw e.because("can't read " + type.getName() + " from JSON: ");
    }
  }

  @SuppressWarnings("unchecked") // int.class and Integer.class are both Class<Integer>
  private static <T> Class<T> boxed(Class<T> type) {
    return type.isPrimitive()
        ? (Class<T>) java.lang.invoke.MethodType.methodType(type).wrap().returnType()
        : type;
  }
}
