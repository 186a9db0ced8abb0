# Prints which school helps which, with the words of the page that say so.
#
#   Rscript pairings.R PAGE...
#
# The program "jiedui" must be on the PATH, or the variable JIEDUI names it. Of
# packages, jsonlite is needed.

suppressPackageStartupMessages(library(jsonlite))

# answers sends pages (a list of lists, see "jiedui pipe --help") and returns a list
# of their answers.
answers <- function(pages, options = character()) {
  lines <- vapply(pages, function(page) as.character(toJSON(page, auto_unbox = TRUE)), "")
  program <- Sys.getenv("JIEDUI", "jiedui")
  # The status is 1 when some pages failed; their answers say so.
  out <- suppressWarnings(system2(program, c("pipe", options), input = enc2utf8(lines), stdout = TRUE))
  status <- attr(out, "status")
  if (!is.null(status) && status != 1) stop("jiedui ended with ", status)
  Encoding(out) <- "UTF-8"
  lapply(out, fromJSON, simplifyVector = FALSE)
}

value <- function(x) if (is.null(x)) "" else x$value

place <- function(x) c(paste0(x$evidence[[1]]$start, "-", x$evidence[[1]]$end), x$evidence[[1]]$quote)

failed <- FALSE
for (answer in answers(lapply(commandArgs(trailingOnly = TRUE), function(name) list(path = name)))) {
  if (!is.null(answer$failure)) {
    failed <- TRUE
    message(answer$failure$input, ": ", answer$failure$message)
  }
  for (document in answer$documents) {
    for (pairing in document$pairings) {
      fields <- c(value(pairing$from), value(pairing$to), value(pairing$form), place(pairing$from), place(pairing$to))
      # As bytes, so that no locale changes them.
      writeLines(paste(fields, collapse = "\t"), useBytes = TRUE)
    }
  }
}
quit(status = as.integer(failed))
