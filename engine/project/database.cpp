#include "engine/project/database.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include <sqlite3.h>
#include <zlib.h>

namespace hourglass::project {

using core::Error;
using core::Result;

namespace {

constexpr int patienceMs = 5'000; ///< for whoever reads or writes the file at the same time
constexpr int mostBytesOfAValue = 64 << 20;
constexpr const char *damagedHint = "What can be read of it is shown; save it under another name.";

std::uint32_t summed(std::uint32_t sum, char kind, const void *bytes, std::size_t size) {
    const auto length = static_cast<std::uint64_t>(size);
    unsigned char head[9] = {static_cast<unsigned char>(kind)};
    std::memcpy(head + 1, &length, sizeof length);
    const uLong headed = crc32(sum, head, sizeof head);
    return static_cast<std::uint32_t>(crc32_z(headed, static_cast<const Bytef *>(bytes), size));
}

} // namespace

Error problemOf(sqlite3 *database, const std::string &path) {
    const int code = database ? sqlite3_errcode(database) : SQLITE_NOMEM;
    switch (code & 0xff) {
    case SQLITE_NOTADB: return {"This is no project of Hourglass", path, "Open it with the program that made it."};
    case SQLITE_CORRUPT: return {"The file is damaged", path, damagedHint};
    case SQLITE_FULL: return {"There is no room left on the disk", path, "Make room; it is saved again when there is some."};
    case SQLITE_READONLY:
    case SQLITE_PERM: return {"The file may not be written", path, "Save it where you have the right to write."};
    case SQLITE_CANTOPEN: return {"The file cannot be opened", path, "Check its folder, and that you may write there."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {"Another program is using the file", path, "Try again when that is done."};
    case SQLITE_IOERR: return {"The disk does not answer", path, "Look whether it is still there; it is saved again when it is."};
    case SQLITE_NOMEM: return {"There is not enough memory for it", path, "Close other programs."};
    case SQLITE_TOOBIG: return {"A value in the file is larger than any project has", path, damagedHint};
    default: return {std::string("The file cannot be used (") + sqlite3_errmsg(database) + ")", path, "Check that it is a project of Hourglass."};
    }
}

void Statement::Finalize::operator()(sqlite3_stmt *statement) const {
    sqlite3_finalize(statement);
}

void Statement::add(char kind, const void *bytes, std::size_t size) {
    m_sum = summed(m_sum, kind, bytes, size);
}

void Statement::note(int status) {
    if (m_status == SQLITE_OK)
        m_status = status;
}

void Statement::reset() {
    sqlite3_reset(m_statement.get());
    sqlite3_clear_bindings(m_statement.get());
    m_bound = 0;
    m_status = SQLITE_OK;
    m_sum = 0;
}

Statement &Statement::operator<<(std::int64_t value) {
    add('i', &value, sizeof value);
    note(sqlite3_bind_int64(m_statement.get(), ++m_bound, value));
    return *this;
}

Statement &Statement::operator<<(double value) {
    if (std::isnan(value)) {
        add('n', nullptr, 0);
        note(sqlite3_bind_null(m_statement.get(), ++m_bound));
    } else {
        add('r', &value, sizeof value);
        note(sqlite3_bind_double(m_statement.get(), ++m_bound, value));
    }
    return *this;
}

Statement &Statement::operator<<(const std::string &text) {
    add('t', text.data(), text.size());
    note(sqlite3_bind_text64(m_statement.get(), ++m_bound, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement &Statement::operator<<(std::span<const std::byte> bytes) {
    add('b', bytes.data(), bytes.size());
    // A null pointer would bind NULL.
    note(bytes.empty() ? sqlite3_bind_zeroblob(m_statement.get(), ++m_bound, 0)
                       : sqlite3_bind_blob64(m_statement.get(), ++m_bound, bytes.data(), bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement &Statement::sum() {
    note(sqlite3_bind_int64(m_statement.get(), ++m_bound, m_sum));
    return *this;
}

std::optional<Error> Statement::run() {
    std::optional<Error> error;
    if (m_status != SQLITE_OK || sqlite3_step(m_statement.get()) != SQLITE_DONE)
        error = problemOf(m_database, m_path);
    reset();
    return error;
}

Result<bool> Statement::next() {
    const int status = m_status != SQLITE_OK ? m_status : sqlite3_step(m_statement.get());
    if (status == SQLITE_ROW)
        return true;
    if (status != SQLITE_DONE)
        return problemOf(m_database, m_path);
    reset();
    return false;
}

int Statement::columns() const {
    return sqlite3_data_count(m_statement.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const {
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL ? std::numeric_limits<double>::quiet_NaN()
                                                                         : sqlite3_column_double(m_statement.get(), column);
}

std::string Statement::text(int column) const {
    const unsigned char *text = sqlite3_column_text(m_statement.get(), column);
    return text ? std::string(reinterpret_cast<const char *>(text), static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))) : std::string();
}

std::span<const std::byte> Statement::bytes(int column) const {
    const void *bytes = sqlite3_column_blob(m_statement.get(), column);
    return {static_cast<const std::byte *>(bytes), bytes ? static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column)) : 0};
}

bool Statement::isSound() const {
    const int last = columns() - 1;
    std::uint32_t sum = 0;
    for (int column = 0; column < last; ++column)
        switch (sqlite3_column_type(m_statement.get(), column)) {
        case SQLITE_INTEGER: {
            const std::int64_t value = integer(column);
            sum = summed(sum, 'i', &value, sizeof value);
            break;
        }
        case SQLITE_FLOAT: {
            const double value = real(column);
            sum = summed(sum, 'r', &value, sizeof value);
            break;
        }
        case SQLITE_TEXT: {
            const std::string value = text(column);
            sum = summed(sum, 't', value.data(), value.size());
            break;
        }
        case SQLITE_BLOB: {
            const std::span<const std::byte> value = bytes(column);
            sum = summed(sum, 'b', value.data(), value.size());
            break;
        }
        default: sum = summed(sum, 'n', nullptr, 0);
        }
    return last >= 0 && integer(last) == sum;
}

void Database::Close::operator()(sqlite3 *database) const {
    sqlite3_close_v2(database);
}

Result<Database> Database::open(const std::string &path, Access access) {
    const int flags = (access == Access::Write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_EXRESCODE;
    sqlite3 *handle = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Database database;
    database.m_path = path;
    database.m_database.reset(handle);
    if (status != SQLITE_OK)
        return problemOf(handle, path);
    sqlite3_busy_timeout(handle, patienceMs);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, mostBytesOfAValue);
    // A file of strangers may hold more than tables.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    if (auto error = database.execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;"))
        return *error;
    // Pages of 16 KB: the arrays of a state are long chains of them. A rollback journal: the file alone is the project.
    if (access == Access::Write)
        if (auto error = database.execute("PRAGMA page_size = 16384; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;"))
            return *error;
    return database;
}

void Database::giveBackMemory() {
    sqlite3_db_release_memory(m_database.get());
}

std::optional<Error> Database::execute(const std::string &commands) {
    if (sqlite3_exec(m_database.get(), commands.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return problemOf(m_database.get(), m_path);
    return {};
}

Result<Statement> Database::prepare(const std::string &command) {
    Statement statement(m_database.get(), m_path);
    sqlite3_stmt *prepared = nullptr;
    const int status = sqlite3_prepare_v2(m_database.get(), command.c_str(), static_cast<int>(command.size()), &prepared, nullptr);
    statement.m_statement.reset(prepared);
    if (status != SQLITE_OK)
        return problemOf(m_database.get(), m_path);
    return statement;
}

Result<std::int64_t> Database::integer(const std::string &query) {
    auto statement = prepare(query);
    if (!statement)
        return statement.error();
    const auto hasRow = statement->next();
    if (!hasRow)
        return hasRow.error();
    return *hasRow ? statement->integer(0) : 0;
}

Result<Transaction> Transaction::begin(Database &database) {
    if (auto error = database.execute("BEGIN IMMEDIATE"))
        return *error;
    return Transaction(database);
}

Transaction::Transaction(Transaction &&other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}

Transaction::~Transaction() {
    if (m_database && sqlite3_get_autocommit(m_database->handle()) == 0) // a full disk may have taken it back already
        static_cast<void>(m_database->execute("ROLLBACK"));
}

std::optional<Error> Transaction::commit() {
    if (auto error = m_database->execute("COMMIT"))
        return error;
    m_database->giveBackMemory();
    m_database = nullptr;
    return {};
}

} // namespace hourglass::project
