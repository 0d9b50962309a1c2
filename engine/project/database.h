// SQLite, as far as a project needs it: a connection that trusts nothing in its file, and statements whose rows carry a checksum. On one thread at
// a time. Errors name the file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace hourglass::project {

/// What SQLite said, as a sentence about the file.
core::Error problemOf(sqlite3 *database, const std::string &path);

/// One statement, again and again: bind the values in order, then run or read.
class Statement {
public:
    Statement(Statement &&other) noexcept = default;
    Statement &operator=(Statement &&other) noexcept = default;

    Statement &operator<<(std::int64_t value);
    Statement &operator<<(double value); ///< not a number is NULL
    Statement &operator<<(const std::string &text);
    /// Bytes that must outlive the run.
    Statement &operator<<(std::span<const std::byte> bytes);
    /// The checksum of the values bound so far: the last value of a row.
    Statement &sum();

    /// For what gives no rows; ready for the next values.
    std::optional<core::Error> run();
    /// Whether there is another row.
    core::Result<bool> next();

    int columns() const;
    std::int64_t integer(int column) const;
    double real(int column) const; ///< not a number where it is NULL
    std::string text(int column) const;
    std::span<const std::byte> bytes(int column) const; ///< until the next row
    /// Whether the last column is the checksum of those before it.
    bool isSound() const;

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };
    Statement(sqlite3 *database, const std::string &path) : m_database(database), m_path(path) {}
    void add(char kind, const void *bytes, std::size_t size);
    void note(int status);
    void reset();

    sqlite3 *m_database;
    std::string m_path;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    int m_bound = 0;
    int m_status = 0; ///< of the first bind that failed
    std::uint32_t m_sum = 0;
};

class Database {
public:
    enum class Access { Read, Write };

    /// Write makes the file where there is none.
    static core::Result<Database> open(const std::string &path, Access access);

    std::optional<core::Error> execute(const std::string &commands);
    /// The pages that are kept of the file: what was just written is not read again soon.
    void giveBackMemory();
    core::Result<Statement> prepare(const std::string &command);
    core::Result<std::int64_t> integer(const std::string &query);
    const std::string &path() const { return m_path; }
    sqlite3 *handle() const { return m_database.get(); }

private:
    struct Close {
        void operator()(sqlite3 *database) const;
    };
    Database() = default;

    std::string m_path;
    std::unique_ptr<sqlite3, Close> m_database;
};

/// All that is written while it lives is there together after commit(), or not at all.
class Transaction {
public:
    /// Of a database that outlives it.
    static core::Result<Transaction> begin(Database &database);
    Transaction(Transaction &&other) noexcept;
    ~Transaction();
    std::optional<core::Error> commit();

private:
    explicit Transaction(Database &database) : m_database(&database) {}
    Database *m_database; ///< null: it is over
};

} // namespace hourglass::project
