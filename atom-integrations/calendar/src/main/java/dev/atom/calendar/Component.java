package dev.atom.calendar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of a calendar as it stands in the file: its properties and the components inside, known and
 * unknown ones, in their order. Events and the like are views of components, so that nothing is lost
 * between reading and writing. Equal by content. Immutable and thread-safe.
 */
public final class Component {
  private final String name;
  private final List<Property> properties;
  private final List<Component> components;
  private final int line;

  Component(String name, List<Property> properties, List<Component> components, int line) {
    this.name = name.toUpperCase(Locale.ROOT);
    this.properties = List.copyOf(properties);
    this.components = List.copyOf(components);
    this.line = line;
  }

  /**
   * Returns a component.
   *
   * @param name such as {@code VEVENT}: letters, digits and hyphens
   * @param properties its lines
   * @param components the components inside
   * @return the component
   */
  public static Component of(
      String name, Collection<Property> properties, Collection<Component> components) {
    Names.check("component", name);
    return new Component(name, List.copyOf(properties), List.copyOf(components), 0);
  }

  /**
   * Returns the name.
   *
   * @return in upper case
   */
  public String name() {
    return name;
  }

  /**
   * Returns the lines.
   *
   * @return in the order of the file
   */
  public List<Property> properties() {
    return properties;
  }

  /**
   * Returns the lines of one name.
   *
   * @param propertyName the name, in any case
   * @return in the order of the file
   */
  public List<Property> properties(String propertyName) {
    return properties.stream()
        .filter(property -> property.name().equalsIgnoreCase(propertyName))
        .toList();
  }

  /**
   * Returns the first line of one name.
   *
   * @param propertyName the name, in any case
   * @return the line; empty if there is none
   */
  public Optional<Property> property(String propertyName) {
    return properties.stream()
        .filter(property -> property.name().equalsIgnoreCase(propertyName))
        .findFirst();
  }

  /**
   * Returns the components inside.
   *
   * @return in the order of the file
   */
  public List<Component> components() {
    return components;
  }

  /**
   * Returns the components inside that have a name.
   *
   * @param componentName the name, in any case
   * @return in the order of the file
   */
  public List<Component> components(String componentName) {
    return components.stream()
        .filter(component -> component.name().equalsIgnoreCase(componentName))
        .toList();
  }

  /**
   * Returns this component with a line in place of all those of its name, at the place of the first.
   *
   * @param property the line
   * @return the component
   */
  public Component with(Property property) {
    List<Property> changed = new ArrayList<>();
    boolean placed = false;
    for (Property old : properties) {
      if (!old.name().equals(property.name())) {
        changed.add(old);
      } else if (!placed) {
        changed.add(property);
        placed = true;
      }
    }
    if (!placed) {
      changed.add(property);
    }
    return new Component(name, changed, components, line);
  }

  /**
   * Returns this component without the lines of a name.
   *
   * @param propertyName the name, in any case
   * @return the component
   */
  public Component without(String propertyName) {
    List<Property> kept =
        properties.stream().filter(p -> !p.name().equalsIgnoreCase(propertyName)).toList();
    return new Component(name, kept, components, line);
  }

  Component withComponents(List<Component> inside) {
    return new Component(name, properties, inside, line);
  }

  int line() {
    return line;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Component that
        && name.equals(that.name)
        && properties.equals(that.properties)
        && components.equals(that.components);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + properties.hashCode()) + components.hashCode();
  }

  @Override
  public String toString() {
    return name + "[" + properties.size() + " lines, " + components.size() + " components]";
  }
}
