/// The house rules as tests, over the class files and the sources of every module. Each rule is also shown failing: on
/// classes under `fixture`, a small house built wrong, or on files written for the purpose.
package dev.ironclaw.architecture;
