package dev.atom.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record class as the binding sees it.
 *
 * @param type the class
 * @param components its components, in their order
 * @param constructor the canonical one
 */
record RecordShape(Class<?> type, List<Component> components, Constructor<?> constructor) {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return look(type);
        }
      };

  /**
   * A component.
   *
   * @param name its name
   * @param type its type with all arguments
   * @param accessor reads it
   */
  record Component(String name, Type type, Method accessor) {}

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static RecordShape look(Class<?> type) {
    RecordComponent[] all = type.getRecordComponents();
    Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new RecordShape(
          type, Arrays.stream(all).map(RecordShape::component).toList(), constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type.getName() + " has no canonical constructor", e);
    } catch (InaccessibleObjectException e) {
      throw closed(type);
    }
  }

  private static JsonException closed(Class<?> type) {
    String place = "\"opens " + type.getPackageName() + " to dev.atom.core;\"";
    return new JsonException(
        type.getName()
            + " is not accessible; write "
            + place
            + " into the module-info of "
            + type.getModule().getName(),
        "",
        0,
        0);
  }

  private static Component component(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return new Component(component.getName(), component.getGenericType(), accessor);
  }

  /** Reads a component; what the accessor throws comes through. */
  static @org.jspecify.annotations.Nullable Object value(Component component, Object of)
      throws InvocationTargetException {
    try {
      return component.accessor().invoke(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a record; what the constructor throws comes through. */
  Object create(@Nullable Object[] values) throws InvocationTargetException {
    try {
      return constructor.newInstance(values);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
