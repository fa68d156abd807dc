package dev.atom.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call with what it would be charged. Immutable. */
final class Ask {
  private final LimitedCall call;
  private final List<Charge> charges;

  private Ask(LimitedCall call, List<Charge> charges) {
    this.call = call;
    this.charges = charges;
  }

  /** Finds the rules that hold, and refuses a call that could never get room. */
  static Ask of(LimitedCall call, LimitRule[] rules) {
    Charge[] charges = new Charge[rules.length];
    int count = 0;
    for (LimitRule rule : rules) {
      Charge charge = rule.charge(call);
      if (charge != null) {
        requireFits(call, charge);
        charges[count++] = charge;
      }
    }
    Charge[] holding = count == charges.length ? charges : Arrays.copyOf(charges, count);
    return new Ask(call, Arrays.asList(holding));
  }

  private static void requireFits(LimitedCall call, Charge charge) {
    if (charge.amount() > charge.rate().most()) {
      String bucket = call.facts().describe(charge.rule().by());
      throw new LimitExceeded(
          charge,
          bucket,
          "a call asks for "
              + charge.amount()
              + " "
              + charge.rule().unit()
              + ", and the limit \""
              + charge.rule().name()
              + "\""
              + (bucket.isEmpty() ? "" : " (" + bucket + ")")
              + " never lets more than "
              + charge.rate().most()
              + " through at once; ask for less, or raise its "
              + (charge.rate() instanceof Rate.AtOnce ? "amount" : "burst"));
    }
  }

  LimitedCall call() {
    return call;
  }

  List<Charge> charges() {
    return charges;
  }

  /** By which waiting calls find out whether they need the same. Of no use where nobody waits. */
  List<String> keys() {
    List<String> keys = new ArrayList<>(charges.size() + 2);
    charges.forEach(charge -> keys.add(charge.key()));
    if (call.facts().raw(Fact.PROVIDER) != null) {
      keys.addAll(Learned.keys(call.facts()));
    }
    return keys;
  }

  /** The first lack among some that this call would meet too. */
  Optional<Lack> meets(Map<String, Lack> lacks) {
    for (String key : keys()) {
      Lack lack = lacks.get(key);
      if (lack != null) {
        return Optional.of(lack);
      }
    }
    return Optional.empty();
  }
}
