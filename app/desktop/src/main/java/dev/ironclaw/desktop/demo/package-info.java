/// The main job as a story that anybody can run: `./ironclaw demo`. A client of the API like any other.
@NullMarked
package dev.ironclaw.desktop.demo;

import org.jspecify.annotations.NullMarked;
