package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Expressions about lists. */
final class Lists {
  private Lists() {}

  /** A list that is written in the rule, with items that are worked out. */
  record Written(List<Expression> parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      List<Json> items = new ArrayList<>(parts.size());
      for (Expression part : parts) {
        Json item = part.evaluate(frame);
        frame.chargeAll(item);
        items.add(item);
      }
      return Json.array(items);
    }
  }

  record Merge(List<Expression> parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      List<Json> items = new ArrayList<>();
      for (Expression part : parts) {
        Json value = part.evaluate(frame);
        frame.chargeAll(value);
        if (value instanceof Json.Arr array) {
          items.addAll(array.items());
        } else {
          items.add(value);
        }
      }
      return Json.array(items);
    }
  }

  /** {@code map} and {@code filter}: of what is no list they make an empty one. */
  record Each(Expression list, Expression body, int work, boolean filter) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      if (!(list.evaluate(frame) instanceof Json.Arr items) || items.items().isEmpty()) {
        return Json.array(List.of());
      }
      Frame inner = frame.inner(Json.NULL);
      List<Json> made = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        Json item = items.items().get(i);
        inner.move(item, i);
        frame.charge(work);
        if (!filter) {
          Json value = body.evaluate(inner);
          frame.chargeAll(value);
          made.add(value);
        } else if (body.test(inner)) {
          made.add(item);
        }
      }
      return Json.array(made);
    }
  }

  record Reduce(Expression list, Expression body, Expression first, int work)
      implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      Json sum = first.evaluate(frame);
      if (!(list.evaluate(frame) instanceof Json.Arr items)) {
        return sum;
      }
      Frame inner = frame.inner(Json.NULL);
      for (int i = 0; i < items.items().size(); i++) {
        inner.move(items.items().get(i), i);
        inner.accumulate(sum);
        frame.charge(work);
        sum = body.evaluate(inner);
      }
      return sum;
    }
  }

  /** {@code all}, {@code some} and {@code none}, which are answered by the first item that decides. */
  record Quantifier(Kind kind, Expression list, Expression body, int work, Place place)
      implements Expression.Test {

    enum Kind {
      ALL,
      SOME,
      NONE
    }

    @Override
    public boolean test(Frame frame) {
      try {
        if (list.evaluate(frame) instanceof Json.Arr items) {
          return test(items.items(), frame);
        }
        throw Failure.invalid(place);
      } catch (Failure e) {
        return frame.tolerate(e, kind == Kind.NONE);
      }
    }

    private boolean test(List<Json> items, Frame frame) {
      if (items.isEmpty()) {
        return kind == Kind.NONE;
      }
      Frame inner = frame.inner(Json.NULL);
      for (int i = 0; i < items.size(); i++) {
        inner.move(items.get(i), i);
        frame.charge(work);
        if (body.test(inner) != (kind == Kind.ALL)) {
          return kind == Kind.SOME;
        }
      }
      return kind != Kind.SOME;
    }
  }

  /** {@code in}: a part of a text, or an item of a list. */
  record In(Expression part, Expression whole) implements Expression.Test {
    @Override
    public boolean test(Frame frame) {
      Json wanted = part.evaluate(frame);
      Json all = whole.evaluate(frame);
      if (all instanceof Json.Arr array) {
        for (Json item : array.items()) {
          frame.charge(1);
          if (frame.same(item, wanted)) {
            return true;
          }
        }
        return false;
      }
      return all instanceof Json.Str text
          && !(wanted instanceof Json.Null || wanted instanceof Json.Obj)
          && Texts.contains(text.value(), Coercion.text(wanted, frame), frame);
    }
  }

  /** {@code in} with a list that stands in the rule. */
  record Among(Expression part, Choices choices) implements Expression.Test {
    @Override
    public boolean test(Frame frame) {
      return choices.contains(part.evaluate(frame), frame);
    }
  }
}
