using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Contents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "binary_row",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "binary_row_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "binary_row_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "content_versions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    digest = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    kind = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    size = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_content_versions", x => new { x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "contents",
                columns: table => new
                {
                    digest = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contents", x => new { x.digest, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_member_id",
                table: "binary_row",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_updated_id",
                table: "binary_row",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_string_part_folded_owner",
                table: "binary_row_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_token_part_code_owner_system",
                table: "binary_row_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "binary_row");

            migrationBuilder.DropTable(
                name: "binary_row_string");

            migrationBuilder.DropTable(
                name: "binary_row_token");

            migrationBuilder.DropTable(
                name: "content_versions");

            migrationBuilder.DropTable(
                name: "contents");
        }
    }
}
