package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Arithmetic of IEEE 754 doubles, as JavaScript has it; what is not finite is an error. */
final class Arithmetic {
  private Arithmetic() {}

  /**
   * Folds numbers.
   *
   * @param first what the fold begins with if it has one number
   * @param fewest the least number of arguments
   */
  record Fold(Arguments arguments, double first, int fewest, DoubleBinaryOperator step, Place place)
      implements Expression {

    @Override
    public Json evaluate(Frame frame) {
      return Coercion.json(number(frame));
    }

    @Override
    public double number(Frame frame) {
      double result = arguments.spread() ? spread(frame) : written(frame);
      if (!Double.isFinite(result)) {
        throw Failure.nan(place);
      }
      return result;
    }

    private double written(Frame frame) {
      List<Expression> numbers = arguments.written();
      int size = numbers.size();
      if (size < fewest) {
        throw Failure.invalid(place);
      }
      if (size < 2) {
        return size == 0 ? first : step.applyAsDouble(first, numbers.get(0).number(frame));
      }
      double result = numbers.get(0).number(frame);
      for (int i = 1; i < size; i++) {
        result = step.applyAsDouble(result, numbers.get(i).number(frame));
      }
      return result;
    }

    private double spread(Frame frame) {
      List<Json> numbers = arguments.values(frame);
      if (numbers.size() < fewest) {
        throw Failure.invalid(place);
      }
      double result = numbers.size() < 2 ? first : Coercion.toDouble(numbers.get(0));
      for (int i = numbers.size() < 2 ? 0 : 1; i < numbers.size(); i++) {
        result = step.applyAsDouble(result, Coercion.toDouble(numbers.get(i)));
      }
      return result;
    }
  }

  /** {@code max} and {@code min}, which are exact. */
  record Extreme(Arguments arguments, int sign, Place place) implements Expression {
    @Override
    public Json evaluate(Frame frame) {
      List<Json> values = arguments.values(frame);
      if (values.isEmpty()) {
        throw Failure.invalid(place);
      }
      BigDecimal extreme = exact(values.get(0));
      for (int i = 1; i < values.size(); i++) {
        BigDecimal number = exact(values.get(i));
        extreme = sign * number.compareTo(extreme) > 0 ? number : extreme;
      }
      return Json.of(extreme);
    }

    private BigDecimal exact(Json value) {
      BigDecimal number = Coercion.toNumber(value);
      if (number == null) {
        throw Failure.nan(place);
      }
      return number;
    }
  }
}
