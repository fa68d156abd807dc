package dev.atom.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** What the binding does otherwise than Jackson does by itself. */
final class JsonBindingModule {
  private JsonBindingModule() {}

  static SimpleModule create() {
    SimpleModule module = new SimpleModule("atom-json");
    module.setDeserializers(new OptionalReader.Finder());
    module.addSerializer(new Writer());
    module.addSerializer(new FloatingWriter<>(Double.class));
    module.addSerializer(new FloatingWriter<>(double.class));
    module.addSerializer(new FloatingWriter<>(Float.class));
    module.addSerializer(new FloatingWriter<>(float.class));
    json(module, Json.class);
    json(module, Json.Obj.class);
    json(module, Json.Arr.class);
    json(module, Json.Str.class);
    json(module, Json.Num.class);
    json(module, Json.Bool.class);
    json(module, Json.Null.class);
    whole(module, Integer.class, BigDecimal::intValueExact);
    whole(module, int.class, BigDecimal::intValueExact);
    whole(module, Long.class, BigDecimal::longValueExact);
    whole(module, long.class, BigDecimal::longValueExact);
    whole(module, Short.class, BigDecimal::shortValueExact);
    whole(module, short.class, BigDecimal::shortValueExact);
    whole(module, Byte.class, BigDecimal::byteValueExact);
    whole(module, byte.class, BigDecimal::byteValueExact);
    whole(module, BigInteger.class, BigDecimal::toBigIntegerExact);
    return module;
  }

  private static <T extends Json> void json(SimpleModule module, Class<T> kind) {
    module.addDeserializer(kind, new Reader<>(kind));
  }

  private static <T> void whole(SimpleModule module, Class<T> kind, Function<BigDecimal, T> read) {
    module.addDeserializer(kind, new WholeReader<>(kind, read));
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

  /** JSON has no infinity, and Jackson would write a string in its place. */
  private static final class FloatingWriter<T extends Number> extends StdSerializer<T> {
    FloatingWriter(Class<T> kind) {
      super(kind);
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      if (!Double.isFinite(value.doubleValue())) {
        context.reportMappingProblem("JSON has no number for infinity and not-a-number");
      }
      out.writeNumber(new BigDecimal(value.toString()));
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
      return context.reportInputMismatch(kind, "expected a JSON %s", kind.getSimpleName());
    }

    @Override
    public T getNullValue(DeserializationContext context) {
      return kind.isInstance(Json.NULL)
          ? kind.cast(Json.NULL)
          : context.reportInputMismatch(kind, "expected a JSON %s", kind.getSimpleName());
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson's word for "there was no such member"
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }

  /** 1.0 is a whole number, 1.5 is none and is never cut to 1. */
  private static final class WholeReader<T> extends StdDeserializer<T> {
    private final Class<T> kind;
    private final transient Function<BigDecimal, T> read;

    WholeReader(Class<T> kind, Function<BigDecimal, T> read) {
      super(kind);
      this.kind = kind;
      this.read = read;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken().isNumeric()) {
        BigDecimal value = parser.getDecimalValue();
        if (JsonNumbers.small(value) && JsonNumbers.whole(value)) {
          try {
            return read.apply(value);
          } catch (ArithmeticException e) {
            return outOfRange(context);
          }
        }
      }
      return outOfRange(context);
    }

    private T outOfRange(DeserializationContext context) {
      return context.reportInputMismatch(kind, "expected a whole number in range");
    }

    @Override
    @SuppressWarnings("NullAway") // a member that is null becomes a missing one
    public @Nullable T getNullValue(DeserializationContext context) {
      return kind.isPrimitive() ? outOfRange(context) : null;
    }
  }
}
