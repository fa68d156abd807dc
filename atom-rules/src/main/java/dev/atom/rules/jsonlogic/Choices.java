package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of a list in a rule, to be looked up. Texts and numbers are held apart because only then
 * nobody can choose values whose hashes all meet.
 */
final class Choices {
  private final Set<String> texts = new HashSet<>();
  private final Set<BigDecimal> numbers = new TreeSet<>();
  private final List<Json> others = new ArrayList<>();

  Choices(Collection<Json> items) {
    for (Json item : items) {
      switch (item) {
        case Json.Str s -> texts.add(s.value());
        case Json.Num n -> numbers.add(n.value());
        case Json.Null n -> other(n);
        case Json.Bool b -> other(b);
        case Json.Arr a -> others.add(a);
        case Json.Obj o -> others.add(o);
      }
    }
  }

  private void other(Json value) {
    if (!others.contains(value)) {
      others.add(value);
    }
  }

  boolean contains(Json value, Frame frame) {
    return switch (value) {
      case Json.Str s -> texts.contains(s.value());
      case Json.Num n -> numbers.contains(n.value());
      case Json.Null n -> others.contains(n);
      case Json.Bool b -> others.contains(b);
      case Json.Arr a -> among(a, frame);
      case Json.Obj o -> among(o, frame);
    };
  }

  private boolean among(Json value, Frame frame) {
    frame.charge(others.size());
    for (Json other : others) {
      if (frame.same(other, value)) {
        return true;
      }
    }
    return false;
  }
}
