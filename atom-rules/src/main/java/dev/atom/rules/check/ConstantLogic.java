package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.util.Optional;
import java.util.Set;

/** Finds JsonLogic that reads nothing, so that it is always true or never. */
final class ConstantLogic {
  private static final Set<String> PURE =
      Set.of(
          ("== != === !== < <= > >= ! !! and or if ?: in + - * / % max min cat substr merge"
                  + " startsWith endsWith")
              .split(" ", -1));

  private ConstantLogic() {}

  /** Whether it is always true; empty if that depends on the facts, or can't be told. */
  static Optional<Boolean> truth(JsonLogic logic) {
    return pure(logic.toJson()) ? Optional.of(logic.holds(Json.Obj.EMPTY)) : Optional.empty();
  }

  private static boolean pure(Json json) {
    return switch (json) {
      case Json.Obj object ->
          object.members().size() == 1
              && PURE.containsAll(object.members().keySet())
              && object.members().values().stream().allMatch(ConstantLogic::pure);
      case Json.Arr array -> array.items().stream().allMatch(ConstantLogic::pure);
      case Json.Str s -> true;
      case Json.Num n -> true;
      case Json.Bool b -> true;
      case Json.Null n -> true;
    };
  }
}
