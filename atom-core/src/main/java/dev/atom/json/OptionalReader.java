package dev.atom.json;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.ext.jdk8.Jdk8OptionalDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.type.ReferenceType;

/** An Optional of Json that is missing is empty; one that is null in JSON holds {@link Json#NULL}. */
final class OptionalReader extends Jdk8OptionalDeserializer {
  OptionalReader(
      JavaType type,
      @Nullable ValueInstantiator instantiator,
      @Nullable TypeDeserializer types,
      @Nullable ValueDeserializer<?> values) {
    super(type, instantiator, types, values);
  }

  @Override
  public OptionalReader withResolved(
      @Nullable TypeDeserializer types, @Nullable ValueDeserializer<?> values) {
    return new OptionalReader(_fullType, _valueInstantiator, types, values);
  }

  @Override
  public Object getAbsentValue(DeserializationContext context) {
    return Optional.empty();
  }

  /** Finds this in the place of Jackson's own. */
  static final class Finder extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("NullAway") // null is Jackson's word for "none of mine"
    public @Nullable ValueDeserializer<?> findReferenceDeserializer(
        ReferenceType type,
        DeserializationConfig config,
        BeanDescription.Supplier description,
        @Nullable TypeDeserializer types,
        @Nullable ValueDeserializer<?> values) {
      return type.hasRawClass(Optional.class)
          ? new OptionalReader(type, null, types, values)
          : null;
    }
  }
}
