using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Provenance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "provenance",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    recorded_high = table.Column<long>(type: "INTEGER", nullable: true),
                    recorded_low = table.Column<long>(type: "INTEGER", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    updated = table.Column<long>(type: "INTEGER", nullable: false),
                    when_high = table.Column<long>(type: "INTEGER", nullable: true),
                    when_low = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provenance", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provenance_string",
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
                    table.PrimaryKey("pk_provenance_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "provenance_token",
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
                    table.PrimaryKey("pk_provenance_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_member_id",
                table: "provenance",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_recorded_low_recorded_high_id",
                table: "provenance",
                columns: new[] { "recorded_low", "recorded_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_updated_id",
                table: "provenance",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_when_low_when_high_id",
                table: "provenance",
                columns: new[] { "when_low", "when_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_string_part_folded_owner",
                table: "provenance_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_token_part_code_owner_system",
                table: "provenance_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "provenance");

            migrationBuilder.DropTable(
                name: "provenance_string");

            migrationBuilder.DropTable(
                name: "provenance_token");
        }
    }
}
