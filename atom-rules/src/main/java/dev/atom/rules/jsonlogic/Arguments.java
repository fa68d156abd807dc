package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.AbstractList;
import java.util.List;

/** The arguments of an operation that takes any number of them: written as a list, or one worked out. */
record Arguments(List<Expression> written, boolean spread) {

  int size(Frame frame) {
    return spread ? values(frame).size() : written.size();
  }

  /** The values; each is evaluated when it is asked for. */
  List<Json> values(Frame frame) {
    if (spread) {
      Json value = written.get(0).evaluate(frame);
      List<Json> items = value instanceof Json.Arr array ? array.items() : List.of(value);
      frame.charge(items.size());
      return items;
    }
    return new AbstractList<>() {
      @Override
      public Json get(int index) {
        return written.get(index).evaluate(frame);
      }

      @Override
      public int size() {
        return written.size();
      }
    };
  }
}
