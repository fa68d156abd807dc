/**
 * Atom's parts as beans of a Spring Boot application: those whose modules are on the class path.
 *
 * <p>Start reading at {@link dev.atom.spring.AtomProperties}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.spring {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires static dev.atom.jdbc;
  requires static dev.atom.knowledge;
  requires static dev.atom.providers;
  requires static dev.atom.router;
  requires static dev.atom.vault;
  requires org.slf4j;
  requires spring.beans;
  requires spring.boot;
  requires spring.boot.autoconfigure;
  requires spring.context;
  requires spring.core;

  exports dev.atom.spring;

  // Spring makes its beans by reflection.
  opens dev.atom.spring;
}
