/**
 * Atom's parts as beans of a Spring Boot application: those whose modules are on the class path.
 *
 * <p>Start reading at {@link dev.atom.spring.AtomProperties}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.spring {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires static transitive dev.atom.jdbc;
  requires static transitive dev.atom.knowledge;
  requires static transitive dev.atom.providers;
  requires static transitive dev.atom.router;
  requires static transitive dev.atom.rules;
  requires static transitive dev.atom.vault;
  requires static dev.atom.yaml;
  requires org.slf4j;
  requires transitive spring.beans;
  requires transitive spring.boot;
  requires transitive spring.boot.autoconfigure;
  requires transitive spring.context;
  requires transitive spring.core;

  exports dev.atom.spring;

  // Spring makes its beans by reflection.
  opens dev.atom.spring;
}
