package dev.atom.rules;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be read of the objects of a class: its properties and how to get at them. */
final class BeanShape {
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  private final List<String> names = new ArrayList<>();
  private final List<MethodHandle> getters = new ArrayList<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();

  private BeanShape() {}

  /**
   * Finds the properties of a class: a record's components, else getters, is-getters and public
   * fields.
   *
   * @throws UnreadableFact if the class can't be accessed
   */
  static BeanShape of(Class<?> type, Optional<MethodHandles.Lookup> lookup) {
    BeanShape shape = new BeanShape();
    Access access = new Access(type, lookup);
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        shape.add(component.getName(), access.method(component.getAccessor()));
      }
      return shape;
    }
    for (Method method : type.getMethods()) {
      property(method).ifPresent(name -> shape.add(name, access.method(method)));
    }
    for (Field field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        shape.add(field.getName(), access.field(field));
      }
    }
    return shape;
  }

  private void add(String name, MethodHandle getter) {
    if (places.putIfAbsent(name, names.size()) == null) {
      names.add(name);
      getters.add(getter.asType(GETTER));
    }
  }

  private static Optional<String> property(Method method) {
    boolean plain =
        !Modifier.isStatic(method.getModifiers())
            && method.getParameterCount() == 0
            && method.getReturnType() != void.class
            && method.getDeclaringClass() != Object.class
            && !method.isBridge();
    if (!plain) {
      return Optional.empty();
    }
    String name = method.getName();
    if (name.startsWith("get")) {
      return decapitalised(name.substring(3));
    }
    boolean truth =
        method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class;
    return truth && name.startsWith("is") ? decapitalised(name.substring(2)) : Optional.empty();
  }

  /** As JavaBeans have it: {@code getName} is name, {@code getURL} is URL. */
  private static Optional<String> decapitalised(String rest) {
    if (rest.isEmpty() || Character.isLowerCase(rest.charAt(0))) {
      return Optional.empty();
    }
    boolean acronym = rest.length() > 1 && Character.isUpperCase(rest.charAt(1));
    return Optional.of(acronym ? rest : Character.toLowerCase(rest.charAt(0)) + rest.substring(1));
  }

  int size() {
    return names.size();
  }

  String name(int place) {
    return names.get(place);
  }

  /** The place of a property; -1 if there is none of the name. */
  int place(String name) {
    return places.getOrDefault(name, -1);
  }

  /** Reads a property; what the getter throws comes out. */
  Object read(int place, Object target) throws Throwable {
    return (Object) getters.get(place).invokeExact(target);
  }

  /** Looks members up, where one way is closed by another. */
  private record Access(Class<?> type, Optional<MethodHandles.Lookup> lookup) {

    @FunctionalInterface
    private interface Find {
      MethodHandle with(MethodHandles.Lookup lookup) throws IllegalAccessException;
    }

    MethodHandle method(Method method) {
      return find(method, with -> with.unreflect(method));
    }

    MethodHandle field(Field field) {
      return find(field, with -> with.unreflectGetter(field));
    }

    private MethodHandle find(Member member, Find find) {
      try {
        return find.with(lookup.orElse(MethodHandles.publicLookup()));
      } catch (IllegalAccessException closed) {
        return findInside(member, find, closed);
      }
    }

    /** The lookup of a package that is open to this module, or lies on the class path. */
    private MethodHandle findInside(Member member, Find find, IllegalAccessException closed) {
      Class<?> owner = member.getDeclaringClass();
      try {
        BeanShape.class.getModule().addReads(owner.getModule());
        return find.with(MethodHandles.privateLookupIn(owner, MethodHandles.lookup()));
      } catch (IllegalAccessException e) {
        e.addSuppressed(closed);
        throw new UnreadableFact(
            "",
            owner.getName()
                + "."
                + member.getName()
                + " can't be accessed; make the class public and export its package, open the"
                + " package to dev.atom.rules, or give the FactReader a Lookup",
            e);
      }
    }
  }
}
