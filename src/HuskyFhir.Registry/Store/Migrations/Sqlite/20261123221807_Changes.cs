using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Changes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "change_states",
                columns: table => new
                {
                    change = table.Column<byte[]>(type: "BLOB", nullable: false),
                    partner = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    run = table.Column<byte[]>(type: "BLOB", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_states", x => new { x.change, x.partner });
                });

            migrationBuilder.CreateTable(
                name: "reportable_changes",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    after = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    before = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    client = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    due = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    effective = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    exchange_due = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    kind = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    known = table.Column<long>(type: "INTEGER", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reporter = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    resource = table.Column<byte[]>(type: "BLOB", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    type = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reportable_changes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_change_states_member_partner",
                table: "change_states",
                columns: new[] { "member", "partner" });

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_change",
                table: "change_states",
                columns: new[] { "partner", "change" },
                filter: "state = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_run_member_change",
                table: "change_states",
                columns: new[] { "partner", "run", "member", "change" },
                filter: "run IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_reportable_changes_member_id",
                table: "reportable_changes",
                columns: new[] { "member", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "change_states");

            migrationBuilder.DropTable(
                name: "reportable_changes");
        }
    }
}
