package dev.atom.rules;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads facts from objects of a class as they are, without annotations: records, and classes with
 * getters ({@code getName}, {@code isPaid}) or public fields. Built once for a class and used for any
 * number of its objects.
 *
 * {@snippet file="dev/atom/rules/FactReaderTest.java" region="reader"}
 *
 * <p>Properties may be text, numbers, truth values, enums, {@code java.time} values, dates, Optional,
 * lists, sets, arrays, maps, {@link dev.atom.json.Json} and further such objects. Only what rules ask
 * for is read, by the thread that evaluates, and once for the decision and its trace; the object must
 * not change until then. Where a path leads to an object as a whole, all of it is read, but for
 * objects that lie within themselves, which are left out there.
 *
 * <p>In a named module, a class must be public and its package exported, or its package open to
 * {@code dev.atom.rules}; else {@link #of(Class, MethodHandles.Lookup)} takes a lookup of the host's.
 * On the class path every class will do. Immutable and thread-safe.
 *
 * @param <T> the type of the objects
 */
public final class FactReader<T> {
  private static final Shapes SHARED = new Shapes(Optional.empty());

  private final Shapes shapes;

  private FactReader(Class<T> type, Shapes shapes) {
    this.shapes = shapes;
    if (!type.isInterface()) {
      shapes.get(type);
    }
  }

  /** The shapes of classes, each found once and let go with its class. */
  private static final class Shapes extends ClassValue<BeanShape> {
    private final Optional<MethodHandles.Lookup> lookup;

    Shapes(Optional<MethodHandles.Lookup> lookup) {
      this.lookup = lookup;
    }

    @Override
    protected BeanShape computeValue(Class<?> type) {
      return BeanShape.of(type, lookup);
    }
  }

  /**
   * Returns a reader of a class.
   *
   * @param type a record or class with getters or public fields; for an interface the classes that
   *     objects turn out to have are read
   * @param <T> the type of the objects
   * @return the reader
   * @throws UnreadableFact if the class can't be accessed; says what to do
   */
  public static <T> FactReader<T> of(Class<T> type) {
    return new FactReader<>(type, SHARED);
  }

  /**
   * Returns a reader of a class that is not open to everybody.
   *
   * @param type as for {@link #of(Class)}
   * @param lookup one that may access it, such as {@code MethodHandles.lookup()} in the same package
   * @param <T> the type of the objects
   * @return the reader
   * @throws UnreadableFact if the lookup can't access the class either
   */
  public static <T> FactReader<T> of(Class<T> type, MethodHandles.Lookup lookup) {
    return new FactReader<>(type, new Shapes(Optional.of(lookup)));
  }

  /**
   * Returns the facts of an object. Nothing is read yet: a getter that fails does so when a rule asks
   * for it, with {@link UnreadableFact}.
   *
   * @param object the object
   * @return its facts; {@link Facts#toBuilder()} adds a zone, a kind of event or more facts
   */
  public Facts read(T object) {
    return Facts.newBuilder().object(facts(object)).build();
  }

  /**
   * Returns the facts of an object, with what differs from an earlier state of it.
   *
   * @param before the object before the event
   * @param now the object now, not the same one
   * @return its facts
   */
  public Facts between(T before, T now) {
    return Facts.newBuilder().object(facts(now)).earlier(facts(before)).build();
  }

  private ObjectFacts facts(T object) {
    return new ObjectFacts(Objects.requireNonNull(object, "object"), shapes::get);
  }

  /** The facts of an object of any class. */
  static ObjectFacts any(Object object) {
    return new ObjectFacts(Objects.requireNonNull(object, "object"), SHARED::get);
  }
}
