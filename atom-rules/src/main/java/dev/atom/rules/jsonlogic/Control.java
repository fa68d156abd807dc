package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.List;

/** Expressions that decide which of their parts are evaluated. */
final class Control {
  private Control() {}

  record And(List<Expression> parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      Json last = Json.of(false);
      for (int i = 0; i < parts.size(); i++) {
        last = parts.get(i).evaluate(frame);
        if (!Coercion.truthy(last)) {
          return last;
        }
      }
      return last;
    }

    @Override
    public boolean test(Frame frame) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).test(frame)) {
          return false;
        }
      }
      return !parts.isEmpty();
    }
  }

  record Or(List<Expression> parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      Json last = Json.of(false);
      for (int i = 0; i < parts.size(); i++) {
        last = parts.get(i).evaluate(frame);
        if (Coercion.truthy(last)) {
          return last;
        }
      }
      return last;
    }

    @Override
    public boolean test(Frame frame) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).test(frame)) {
          return true;
        }
      }
      return false;
    }
  }

  /** {@code !} and {@code !!}. */
  record Truth(Expression of, boolean wanted) implements Expression.Test {
    @Override
    public boolean test(Frame frame) {
      return of.test(frame) == wanted;
    }
  }

  /** Conditions and results in turn, and what holds otherwise. */
  record If(List<Expression> parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      Expression chosen = chosen(frame);
      return chosen.evaluate(frame);
    }

    @Override
    public boolean test(Frame frame) {
      return chosen(frame).test(frame);
    }

    private Expression chosen(Frame frame) {
      int at = 0;
      for (; at + 1 < parts.size(); at += 2) {
        if (parts.get(at).test(frame)) {
          return parts.get(at + 1);
        }
      }
      return at < parts.size() ? parts.get(at) : new Constant(Json.NULL);
    }
  }

  /** The first that is not null. */
  record Coalesce(List<Expression> parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      for (Expression part : parts) {
        Json value = part.evaluate(frame);
        if (!(value instanceof Json.Null)) {
          return value;
        }
      }
      return Json.NULL;
    }
  }

  record Throw(Expression error, Place place) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      throw Failure.thrown(error.evaluate(frame), place);
    }
  }

  /** The first that does not fail; those after one that failed see the error as their data. */
  record Try(List<Expression> parts) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      boolean tolerant = frame.tolerant(false);
      try {
        return first(frame);
      } finally {
        frame.tolerant(tolerant);
      }
    }

    private Json first(Frame frame) {
      Frame at = frame;
      for (int i = 0; ; i++) {
        try {
          return parts.get(i).evaluate(at);
        } catch (Failure e) {
          if (e.kind() == JsonLogicException.Kind.LIMIT_EXCEEDED || i + 1 == parts.size()) {
            throw e;
          }
          at = frame.inner(e.error());
        }
      }
    }
  }
}
