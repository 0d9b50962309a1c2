// The tables of an AnnData file: what is known of each cell (obs), and what the genes are called (var).
#pragma once

#include <string>

#include "app/converters/foreign_formats.h"

namespace hourglass::app {

class ArrayOutput;
class Hdf5File;

/// Writes the names of the matrix's columns, where the file has some: of X and layers by var, of raw/X by raw/var.
void nameGenes(const Hdf5File &hdf5, const std::string &matrix, ArrayOutput &output, data::Conversion &conversion);

/// Writes the columns of obs as arrays of words or numbers, missing ones empty or NaN. The one that is most like classes is the option "labels", with
/// a doubt where another could be; those of up to 200 words, and of numbers, are factors.
void describeCells(const Hdf5File &hdf5, const ForeignFile &file, ArrayOutput &output, data::Conversion &conversion);

} // namespace hourglass::app
