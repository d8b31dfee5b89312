using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Documents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "documentreference",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    date_high = table.Column<long>(type: "INTEGER", nullable: true),
                    date_low = table.Column<long>(type: "INTEGER", nullable: true),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    period_high = table.Column<long>(type: "INTEGER", nullable: true),
                    period_low = table.Column<long>(type: "INTEGER", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documentreference", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "documentreference_string",
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
                    table.PrimaryKey("pk_documentreference_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "documentreference_token",
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
                    table.PrimaryKey("pk_documentreference_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_date_low_date_high_id",
                table: "documentreference",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_member_id",
                table: "documentreference",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_period_low_period_high_id",
                table: "documentreference",
                columns: new[] { "period_low", "period_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_updated_id",
                table: "documentreference",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_string_part_folded_owner",
                table: "documentreference_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_token_part_code_owner_system",
                table: "documentreference_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "documentreference");

            migrationBuilder.DropTable(
                name: "documentreference_string");

            migrationBuilder.DropTable(
                name: "documentreference_token");
        }
    }
}
