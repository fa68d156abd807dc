package dev.atom.calendar;

/** Values of properties as whole numbers. */
final class Numbers {
  private Numbers() {}

  static int count(Property property, int most) {
    try {
      int count = Integer.parseInt(property.raw().strip());
      if (count >= 0 && count <= most) {
        return count;
      }
    } catch (NumberFormatException e) {
      throw CalendarException.value(property, "a whole number must stand here");
    }
    throw CalendarException.value(property, "the number must be from 0 to " + most);
  }
}
