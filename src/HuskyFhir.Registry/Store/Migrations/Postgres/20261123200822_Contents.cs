using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "binary_row_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "binary_row_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "content_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_content_versions", x => new { x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "contents",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
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
